"""What an officer plays and reads, as pages: the same for officers and for an author's preview, whatever stands around.

A page here is given its text, where one stands in it, and the addresses of the pages around it. It knows neither rows
nor routes, and nobody: who plays, and what of it is kept, is known to the pages that call it.
"""
