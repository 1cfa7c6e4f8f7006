"""The workbench of a team: accounts, matters with their members, and a log of who did what, kept in
PostgreSQL, so that several processes may serve it."""
