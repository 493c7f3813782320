"""What can go wrong when the class API or the page asks for something impossible (a code, no sentence).

What a network refuses a bot is told in the network's own way: `sandbox.telegram.errors`, `sandbox.onebot.errors`.
"""


class SandboxError(Exception):
    """`code` names the cause: not_loopback, address_in_use, data_in_use, no_such_button, nothing_came …"""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
