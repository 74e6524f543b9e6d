"""stub"""
from safe_desktop.domain.matching.verdict import Reason


class ReasonWords:
    def __init__(self, table):
        pass
    def nothing(self, look): return ""
    def not_automatic(self, look, best): return ""
    def would_be_automatic(self, look): return ""
    def below_threshold(self, r): return ""
    def reasons(self, look, reading): return (Reason(reading.grade.value + ("" if look.reading else " of%d"%min(3,1+reading.rivals)+" t%d"%reading.tier+ (" a" if look.text.anonymous else "")+(" str" if look.is_stranger else ""))),)
