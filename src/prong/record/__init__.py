"""The record: the case file, its validation, and the view of the record that a posture takes."""
