"""The garden, asked about with an input of every type and in beds, each judged by itself."""

from tests.service.world import GARDEN

_INPUTS = b"""  hours: {type: number, lowest: 0, unit: h, text: {sv: Timmar, en: Hours}}
  opened: {type: date}
  colours: {type: choice, options: [red, blue, green], choose: 2, text: {sv: Blommornas f\xc3\xa4rger, en: Colours}}
  visits: {type: map, text: {sv: Bes\xc3\xb6k per plats, en: Visits by place}}
  water: {type: series, unit: mg, text: {sv: Vattenprov, en: Water samples}}
  raked: {type: series of dates, text: {sv: Dagar med krattning, en: Days of raking}}
  beds:
    type: table
    text: {sv: S\xc3\xa5dda rader, en: Sown rows}
    columns:
      sown: {type: text, text: {sv: Vad, en: What}}
      size: {type: integer, lowest: 1, unit: m, text: {sv: L\xc3\xa4ngd, en: Length}}
      kind: {type: choice, options: [rose, herb]}
"""
_UNITS = b"""units:
  bed:
    title: {sv: Rabatt, en: Bed}
    inputs:
      plants: {type: integer, lowest: 0, text: {sv: Antal plantor, en: Plants}}
      light: {type: number, given_by: laboratory, unit: lx, text: {sv: Ljus, en: Light}}
"""
_MEASURES = b"""  asked: {formula: hours + 1}
  rows: {count: beds}
  wet: {statistic: mean, of: water}
  most_plants: {max: plants}
  darkest: {min: light}
"""
RICH = (
    GARDEN.read_bytes()
    .replace(b"scheme: open-garden", b"scheme: rich-garden")
    .replace(b"inputs:\n", b"inputs:\n" + _INPUTS, 1)
    .replace(b"evidence: {kinds", _UNITS + b"evidence: {kinds", 1)
    .replace(b"measures:\n", b"measures:\n" + _MEASURES, 1)
    .replace(b"      - criterion: G.2\n", b"      - criterion: G.2\n        per: bed\n", 1)
    .partition(b"examples:")[0]
)
