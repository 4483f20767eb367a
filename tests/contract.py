"""The files of the contract, for tests that hold all of it to something."""

from gateway.contract.references import contract_files

# The annotations describe the contract, and are not part of what it offers.
FILES = tuple(file for file in contract_files() if file.package != "banyan.annotations.v1")
