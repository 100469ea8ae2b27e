"""What the pages tell: a case, a person, the use of a provision, the matrix, the first page.

Each module gathers one page's facts in a fixed number of queries; views and templates only ask.
"""
