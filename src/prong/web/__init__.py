"""The workbench: a thin face in a browser. It words no conclusion and knows no law."""
