"""Linear scale with round axis ticks, and shade of a value."""

from dataclasses import dataclass

SHADES = 5


@dataclass(frozen=True)
class Scale:
    """From zero to the largest number; a chart of nothing has a scale too."""

    most: int
    length: float

    def of(self, value: float) -> float:
        return round(value * self.length / self.top, 1)

    @property
    def step(self) -> int:
        """1, 2 or 5 times a power of ten, so that there are at most five steps."""
        power = 1
        while True:
            for factor in (1, 2, 5):
                if factor * power * 5 >= self.most:
                    return factor * power
            power *= 10

    @property
    def top(self) -> int:
        """The round number at or above the largest."""
        return max(-(-self.most // self.step), 1) * self.step

    @property
    def ticks(self) -> range:
        return range(0, self.top + 1, self.step)


def shade(value: int, most: int) -> int:
    """From 0 for none to 5 for the most."""
    return -(-value * SHADES // most) if most else 0
