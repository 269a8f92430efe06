"""Pages of a list: where a page begins, and how long it is."""

from typing import Annotated

from fastapi import Query

from casework.shared.paging import MAX_PAGE_SIZE

Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the previous page.")]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)]
