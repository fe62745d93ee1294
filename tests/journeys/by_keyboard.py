"""Somebody who fills in a form by keyboard alone: Tab from field to field, and type, choose or tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.async_api import Page

Values = Mapping[str, str | Sequence[str]]
MOST_STEPS = 400
# Where the keyboard is: the field with the values that its group or list has, and which of them is chosen.
_HERE = """() => {
  const at = document.activeElement, name = at.name || '';
  const group = at.type === 'radio' ? [...at.form.elements].filter(one => one.name === name) : [];
  const values = at.tagName === 'SELECT' ? [...at.options].map(one => one.value) : group.map(one => one.value);
  const chosen = at.tagName === 'SELECT' ? at.selectedIndex : group.findIndex(one => one.checked);
  return {name, type: at.type || '', value: at.value || '', checked: !!at.checked, values, chosen};
}"""
# What stands in the fields of a form, by name; of what can be chosen several times every value.
_STANDS = """form => {
  const found = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') (found[name] ??= []).push(value);
  return found;
}"""


async def fill(page: Page, form: str, values: Values) -> None:
    """Fill in these fields of a form by name, in the order in which Tab comes to them. Fails where it never does."""
    await page.locator(form).evaluate("form => { form.tabIndex = -1; form.focus(); }")
    left = {name: [value] if isinstance(value, str) else list(value) for name, value in values.items()}
    for _ in range(MOST_STEPS):
        if not left:
            return
        await page.keyboard.press("Tab")
        here = await page.evaluate(_HERE)
        wanted = left.get(here["name"])
        if wanted is not None and await _put(page, here, wanted):
            del left[here["name"]]
    raise AssertionError(f"Tab never comes to {sorted(left)}")


async def mend(page: Page, form: str, values: Mapping[str, str]) -> None:
    """Type these fields anew, each where its fault leads to."""
    for name, value in values.items():
        await page.locator(f'{form} [name="{name}"]').first.focus()
        await _put(page, await page.evaluate(_HERE), [value])


async def _put(page: Page, here: dict[str, Any], wanted: list[str]) -> bool:
    """Put a value into the field where the keyboard is; gives whether the field is finished."""
    press = page.keyboard.press
    match here["type"]:
        case "checkbox":
            if here["value"] in wanted:
                wanted.remove(here["value"])
                if not here["checked"]:
                    await press("Space")
            return not wanted
        case "radio" | "select-one":
            place, chosen = here["values"].index(wanted[0]), here["chosen"]
            if chosen < 0 and place == 0:
                await press("Space")
            for _ in range((place - max(chosen, 0)) % len(here["values"])):
                await press("ArrowDown")
        case "date":
            await _put_day(page, wanted[0])
        case _:
            await press("Control+A")
            await page.keyboard.type(wanted[0])
    return True


async def _put_day(page: Page, wanted: str) -> None:
    """Type a day in the order in which this browser's own language writes one."""
    year, month, day = wanted.split("-")
    await page.keyboard.type(month + day + year)
    if (await page.evaluate(_HERE))["value"] != wanted:
        for key in ("ArrowLeft", "ArrowLeft"):
            await page.keyboard.press(key)
        await page.keyboard.type(year)
        await page.keyboard.press("ArrowRight")
        await page.keyboard.type(month + day)


async def stands(page: Page, form: str) -> dict[str, list[str]]:
    """What stands in the form now, by name."""
    found: dict[str, list[str]] = await page.locator(form).evaluate(_STANDS)
    return found


async def has(page: Page, form: str, values: Values) -> None:
    """Every one of these values stands in the form; lines may end as the web ends them."""
    found = await stands(page, form)
    wanted = {name: [value] if isinstance(value, str) else list(value) for name, value in values.items()}
    there = {name: [one.replace("\r\n", "\n") for one in found.get(name, [])] for name in wanted}
    odd = {name: (there[name], wanted[name]) for name in wanted if there[name] != wanted[name]}
    assert not odd, odd


async def is_told(page: Page, at: str, wrong: Values) -> None:
    """Each of these fields has its fault beside it, tied to it for whoever hears the page, and in the list on top."""
    for name in wrong:
        fault = page.locator(f'[id="{at}-{name}-wrong"]')
        assert await fault.is_visible(), name
        assert (await fault.inner_text()).strip(), name
        field = page.locator(f'[aria-describedby~="{at}-{name}-wrong"]')
        assert await field.count() == 1, name
        near, told = await field.bounding_box(), await fault.bounding_box()
        assert near is not None
        assert told is not None
        assert abs(told["y"] - near["y"]) < 300, name
        assert await page.locator(f'.summary a[href="#{at}-{name}"]').count() == 1, name
