"""Chinese numerals, everyday and as written on receipts: a piece for other readers' patterns, and their value."""

NUMERAL = "[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬兩]"
"""One character of a numeral, for patterns."""

DIGIT = "[零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖兩]"
"""One character of a numeral below ten, for patterns."""

DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇0", "一壹1", "二两贰兩2", "三叁3", "四肆4", "五伍5", "六陆6", "七柒7", "八捌8", "九玖9")
    )
    for char in chars
}
"""Value of each digit, Arabic ones included."""

_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}


def number_of(numeral: str) -> int | None:
    """The value of a numeral, also as spoken (一百八 = 180, 百八, 两万三) or digit by digit (二〇二六); else None."""
    if len(numeral) > 1 and all(char in DIGITS for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral))
    return _Counter().count(numeral)


class _Counter:
    """Adds a numeral up from left to right."""

    def __init__(self) -> None:
        self.total = 0
        """Whole myriads so far."""
        self.section = 0
        """What stands since the last myriad."""
        self.digit: int | None = None
        self.unit = 0
        """The last unit, which a digit at the very end is a tenth of."""
        self.bound = 10_000
        """Units in a section come in falling order, each below this one."""

    def count(self, numeral: str) -> int | None:
        """None when the characters make no number."""
        if not all(map(self._take, numeral)):
            return None
        spoken = self.unit // 10 if self.unit >= 100 else 1
        return self.total + self.section + (self.digit or 0) * spoken

    def _take(self, char: str) -> bool:
        if char in DIGITS:
            return self._take_digit(DIGITS[char])
        if char in _TENS:
            return self._take_unit(_TENS[char])
        return char in _MYRIADS and self._take_myriad(_MYRIADS[char])

    def _take_digit(self, value: int) -> bool:
        free = self.digit is None
        if value:
            self.digit = value
        else:
            self.unit = 0  # 一百零八: the 8 is no tenth of 100
        return free

    def _take_unit(self, unit: int) -> bool:
        fits = unit < self.bound
        self.section += unit * (1 if self.digit is None else self.digit)
        self.digit, self.unit, self.bound = None, unit, unit
        return fits

    def _take_myriad(self, myriad: int) -> bool:
        section = self.section + (self.digit or 0)
        fits = self.total == 0 or (myriad < 100_000_000 <= self.total)
        self.total += (section or 1) * myriad
        self.section, self.digit, self.unit, self.bound = 0, None, myriad, 10_000
        return fits
