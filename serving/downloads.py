"""Files that a browser saves: a table for a spreadsheet, a workbook."""

from fastapi.responses import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(content: str | bytes, media_type: str, name: str) -> Response:
    """The content as a file that a browser saves and nobody keeps in between."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
