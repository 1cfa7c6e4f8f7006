"""The law as data: courts, factors, doctrines, authorities, forums, procedure; one forum, one day."""
