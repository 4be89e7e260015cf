"""ZIP archives as bytes: their directory, the content and the names of their members.

Python's zipfile closes a whole archive for one name or extra field it does not like, holds a directory of any length
in memory, and decodes names before anybody can tell in which encoding they are. Uploads need the contrary: each
member for itself, in bounded memory, its name as bytes. What resists raises an UnreadableError with its reason.
"""
