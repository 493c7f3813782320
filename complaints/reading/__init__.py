"""Reading facts out of what people write: amounts, times, order numbers, and a whole sentence at once.

Readers never guess and never raise on any text: what is not clearly said is None, and the dialogue asks.
"""
