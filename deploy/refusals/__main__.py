"""Writes what is generated from the refusals of the source."""

import gc

from deploy.refusals import catalogue, document, texts

if __name__ == "__main__":
    gc.disable()  # trees are millions of objects, and all of them are needed to the end
    document.OUTPUT.write_text(document.generate(), encoding="utf-8")
    catalogue.OUTPUT.write_text(catalogue.generate(), encoding="utf-8")
    for path, content in texts.files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
