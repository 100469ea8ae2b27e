"""Data of the pages of a case, a person, the home page, search and feeds.

Each module loads the data of one page in a fixed number of queries, however many rows it has.
"""
