"""QQ through OneBot v11: implementations such as NapCat connect to us by reverse WebSocket.

https://github.com/botuniverse/onebot-11, with what go-cqhttp and NapCat added for files, records and histories.
"""
