"""Data of the pages of a case, a person, the home page, search and feeds.

Each module gathers one page's facts in a fixed number of queries; views and templates only ask.
"""
