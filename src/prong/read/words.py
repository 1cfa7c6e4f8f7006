"""The words that give a citation its structure: signals, kinds of parenthetical, history, names."""

from __future__ import annotations

import re

from prong.cite.reporters import abbreviations

#: An introductory signal at the end of what stands before a citation (Bluebook rule 1.2).
SIGNAL = re.compile(
    r"(?:^|(?<=[\s(“\"\[—–;.]))"
    r"(?P<s>(?:but )?see,? e\. ?g\.|(?:but )?see,? also,? e\. ?g\.|see,? generally"
    r"|(?:but )?see,? also|see,? too"
    r"|but,? see|but,? cf\.|and see|see|(?:compare|cf\.),? e\. ?g\.|cf\.|contra|accord|e\. ?g\.|compare"
    r"|with|and cf\.)"
    r",? ?$",
    re.IGNORECASE,
)
#: What a parenthetical is, by how it begins.
_BEGINS = (
    (re.compile(r"first (?:quoting|citing)\b"), "first-quoting"),
    (re.compile(r"(?:internal )?quoting\b|quotation from\b"), "quoting"),
    (re.compile(r"(?:and )?citing\b"), "citing"),
    (re.compile(r"(?:holding|held)\b"), "holding"),
    (re.compile(r"(?:en banc|in banc|in bank)\b"), "en-banc"),
    (re.compile(r"per curiam\b"), "per-curiam"),
    (re.compile(r"plurality\b"), "plurality"),
    (re.compile(r"emphas[ei]s\b|original emphasis|italics\b"), "emphasis"),
)
_OMITS = re.compile(
    r"\b(?:citations?|footnotes?|quotations?|quotes?|quotation marks?|punctuation|marks)\b.*\bomitted"
)
_ALTERS = re.compile(r"(?:alterations?|brackets|ellips[ei]s)\b")
_OF_JUDGE = re.compile(
    r"\b(?:C\. ?J\.|JJ?\.|concurring|dissenting|opinion of|in chambers|statement of)(?=\b|,|$|\s)"
    r"|^(?:separate |dissenting |concurring |majority |lead |principal |unanimous )?opinion\b"
    r"|^dict(?:a|um)\b",
    re.IGNORECASE,
)
_JUDGES = (
    "J.",
    "oncurring",
    "issenting",
    "pinion",
    "in chambers",
    "tatement of",
    "dicta",
    "dictum",
)


def kind_of(content: str) -> str:
    """What kind of parenthetical begins with these words."""
    if content[:1] in QUOTES or content.startswith(("[", "...", ". . .")):
        return "quotation"
    words = content.lstrip()
    words = words[:1].lower() + words[1:]
    for pattern, kind in _BEGINS:
        if pattern.match(words):
            return kind
    if ("omitted" in words and _OMITS.search(words)) or words.startswith("cleaned up"):
        return "omission"
    if _ALTERS.match(words):
        return "alteration"
    if any(mark in words for mark in _JUDGES) and _OF_JUDGE.search(words):
        return "opinion"
    return "explanatory"


QUOTES = "“\"‘'`"

#: How one decision stands to another that its citation names (Bluebook rule 10.7).
HISTORY = re.compile(
    r"[,;]? ?(?P<how>(?:and )?(?:aff[’']?d|affirmed|aff[’']g|rev[’']?d|reversed|rev[’']g"
    r"|vacated|vacating"
    r"|modified|modifying|remanded|cert\. ?(?:denied|granted|dismissed|dism[’']d)"
    r"|certiorari (?:denied|granted)|(?:reh[’']g|rehearing)(?: en banc)? (?:denied|granted)"
    r"|overruled|overruling|superseded|abrogated|abrogating|disapproved|questioned|withdrawn"
    r"|rev[’']d|amended"
    r"|prob\. juris\. noted|appeal (?:dismissed|docketed|pending|filed)|opinion (?:withdrawn"
    r"|amended|vacated)"
    r"|reconsideration (?:denied|granted)|petition for cert\. filed|stay (?:denied|granted)"
    r"|appeal dism[’']d|pet\. for reh[’']g)"
    r"(?:(?: in part|, in part| on other grounds| mem\.| per curiam| and remanded| and vacated| en banc"
    r"| on reh[’']g| as moot| by statute| in relevant part| as stated| as recognized| in| by"
    r"| on| sub nom\.?"
    r"|, sub nom\.?| after remand| and rev[’']d| and aff[’']d| without opinion| for lack of jurisdiction"
    r"| \(table\)| by an equally divided Court| for want of (?:jurisdiction"
    r"|a substantial federal question))*))"
    r",? ?",
)

#: How a citation inside a parenthetical stands to the one outside.
RELATION = re.compile(r"\b(quoting|citing|quoted in|cited in|discussing|following|overruling)\b")

#: Words that may stand inside a case name without a capital.
JOINING = frozenset(
    """
    of the and & for ex rel. de la del los las le von van der den d/b/a a/k/a f/k/a n/k/a et al.
    du des da di el y au
    """.split()
)
#: Words that follow a comma inside a case name.
AFTER_COMMA = frozenset(
    """
    U.S.A. U.S. FSB Publishers Realtors L. N. Inc. Inc Jr. Jr Sr. Sr LLC L.L.C. LLP L.L.P. Ltd.
    Ltd Co. Corp. N.A. P.C. P.A. S.A. Int’l Int'l Local LP L.P. Lodge Dist. Inc.’s II III IV
    Etc. et Unit Individually PLC GmbH A.G. M.D. USA N.V. B.V. D/B/A d/b/a on Fla. Cal. Tex.
    Ohio Mich. Ill. Ga. Va. Md. Wis. Mo. Colo. Ind. Conn. Pa. Minn. Miss. La. Ala. Ariz. Ark.
    Kan. Ky. Neb. Nev. N.J. N.Y. N.C. Or. S.C. Tenn. Utah Wash. Idaho Iowa
    """.split()
)
#: Capitalised words that stand before a case name and are no part of it.
LEADING = frozenset(
    """
    See In Under But Cf. And As Since After Before Both Compare Accord E.g. With Citing Quoting
    From Like Unlike Thus Following Applying Although When While Because First Second Third
    Fourth Finally Even That This These Those Such If So Yet Nor Or By At On To For Our Its
    Their His Her Here There Where Then Also Again However Moreover Indeed Instead Rather
    Similarly Likewise Nevertheless Additionally Accordingly Further Furthermore Nonetheless
    Consistent Contra Against Relying Until Unless Through Whether Not Only Neither Either Did
    Does Do Was Were Is Are Has Have Had Should Would Could Can May Might Must Will Shall Quite
    Perhaps Just Later Recently Earlier Today Circuit Justice Judge Chief Amendment Plaintiff
    Plaintiffs Defendant Defendants Appellant Appellants Appellee Petitioner Petitioners
    Respondent Respondents Congress Act Section See, e.g., overruling Overruling Contrary
    Compare, Some Many Most Every Each All Any No One Two What Which Who Why How Yes Decisions
    Decision Cases Case Holding Held Given Post Ante Ibid. Id. Supra Note Notably Specifically
    Generally Discussing Distinguishing Distinguish Aff’d Rev’d Remember Consider Part Parts
    Invoking Despite Absent Between Among Over Per Via Upon Of Other Another Nothing Neither
    Certainly Surely Obviously Clearly Simply Suffice True Regarding Concerning E. g. g., Cf
    Reading Interpreting Construing Affirming Reversing Rejecting Adopting Extending Relatedly
    Ultimately
    """.split()
)
#: What stands before the name of a proceeding with one party.
ONE_PARTY = (
    "In re ",
    "Ex parte ",
    "Matter of ",
    "In the Matter of ",
    "Estate of ",
    "Application of ",
    "Petition of ",
)

_ENDINGS = frozenset(
    """
    Repub. Telecomms. Telecomm. Employ. Emp. Emps. Transp. Prot. Const. Constr. Cas. Sur. Indem.
    Fid. Guar. Mut. Lab. Labs. Techs. Tech. Pharms. Pharm. Inv. Invs. Sec. Secs. Fin. Hous. Dev.
    Redev. Envtl. Enters. Indus. Mach. Mktg. Mfrs. Merch. Org. Orgs. Pac. Pers. Petrol. Prods.
    Prod. Prop. Props. Refin. Rehab. Res. Rest. Sav. Sch. Schs. Sol. Super. Tel. Temp. Tr. Trs.
    Unif. Univ. Util. Utils. Adver. Agric. All. Apt. Ath. Atl. Auto. Ave. Bhd. Broad. Bus. Cent.
    Chem. Coal. Coll. Cong. Consol. Consult. Coop. Corr. Det. Digit. Dir. Disc. Distrib. Div.
    Econ. Educ. Elecs. Equal. Equip. Ests. Exch. Exec. Exp. Expl. Fam. Found. Grp. Hist. Imp.
    Improv. Ins. Inst. Jud. Legis. Liab. Libr. Mag. Maint. Med. Metro. Min. Mkt. Mort. Nw. Ne.
    Se. Sw. Bd. Cnty. Comms. Comp. Def. Drs. Emer. Eng. Fdn. Govt. Hosps. Hum. Indep. Intern.
    Jr. Juv. Loc. Mgmt. Mgt. Nurs. Pen. Phys. Plan. Pol. Priv. Prob. Prot. Psych. Rel. Rels.
    Rts. Serv. Soc. Sup. Sur. Theol. Treas. Welf. Vet.
    """.split()
) | frozenset(
    """
    Inc. Co. Corp. Ltd. Jr. Sr. St. Mr. Ms. Mrs. Dr. No. Nos. Bros. Cty. Twp. Vill. Mt. Ft. Hon.
    rel. al. Pub. Wm. Chas. Geo. Jos. Jas. Thos. Comm. Cmty. Penn. Rico. Elec. Empl. Narcotics.
    Dep. Comrs. Etc. etc. Lieut. Sgt. Capt. Gen. Gov. Sen. Rep. Pres. Rev. Prof. Reg. Sys. Auth.
    Bldg. Mfg. Ry. R.R. Mem. Hosp. Sci. Ret. Off. Offs. Fed. Am. Cal. Tex. Fla. Mass. Mich.
    Minn. Miss. Mo. Mont. Neb. Nev. Okla. Or. Pa. Tenn. Va. Vt. Wash. Wis. Wyo. Ala. Ariz. Ark.
    Colo. Conn. Del. Ga. Ill. Ind. Kan. Ky. La. Md. Me. Soc. Servs. Nat. Rts.
    """.split()
)


#: A word cut in the middle: ``Dep’t.``, ``Ass’n.``
_CLIPPED = re.compile(r"[’'][a-z]{1,2}\.?$")


def abbreviates(word: str) -> bool:
    """Whether a word that ends in a period is short for something, so that no sentence ends."""
    return (
        word in _ENDINGS
        or word in abbreviations()
        or len(word) <= 2
        or "." in word[:-1]
        or _CLIPPED.search(word) is not None
    )
