"""Closed forms of textbook models: what a simulation must reproduce once mechanisms are off."""
