"""What the verbs of `sanad-server` say when they are refused, in English: whoever runs a server reads its log too."""

from __future__ import annotations

from pathlib import Path

from sanad_desk.domain.errors import SanadError
from sanad_desk.wire.parcel import FORK, GAP

_SENTENCES = {
    "address_malformed": "This is no address of a server: https://name, with a port where it is not 443.",
    "approver_published": "{by} published {version}; somebody else has to approve it.",
    "catalogue_faulty": "The catalogue has faults, {faults} of them, named above. Correct them and publish again.",
    "centre_code_malformed": "A centre's code is four letters or digits, such as 0142.",
    "centre_code_taken": "There is a centre with the code {centre} already.",
    "centre_unknown": "There is no centre with the code {centre}; `sanad-server centre list` shows them.",
    "cr_number_malformed": "This is no CR number: digits only, as the commercial register writes it.",
    "desk_numbers_used_up": "All 99 desk numbers of {centre} are given, or wait for a desk with a file.",
    "desk_unknown": "This centre has no such desk; `sanad-server desk list --centre CODE` shows them.",
    "gateway_address_malformed": "`{address}` cannot be posted to: https://…, or http:// on this very machine.",
    "incident_unknown": "This centre has no such incident; `sanad-server incidents list --centre CODE` shows them.",
    "name_malformed": "`{text}` is no name of a centre or a person: two letters at least.",
    "name_missing": "Say who you are: --by NAME.",
    "parcel_foreign": "This parcel was made for another server.",
    "parcel_malformed": "This is no whole parcel: it was damaged on the way, or not written by the desk it names. Have "
    "that desk write it again.",
    "parcel_unknown": "This parcel is of a desk that was never enrolled here.",
    "phone_length": "This is no phone number: eight digits, or + and the country's code before it.",
    "place_unusable": "{path} cannot be used: {reason}.",
    "profile_missing": "The server does not know yet what {centre} prints on receipts: give --cr-number and --phone.",
    "reason_missing": "Say why it is recalled: --reason TEXT.",
    "release_approved": "{version} was approved by {by} already.",
    "release_date_before": "{version} begins on {valid_from} and would undo this one. Begin on that day or later, or "
    "recall {version} first.",
    "release_date_past": "{valid_from} is past. A release begins today or later; prices in it may have dates of "
    "their own.",
    "release_published": "{version} was published already, with the same content. Nothing was done.",
    "release_recalled": "{version} is recalled, and that is for good. Publish the files again under a new version.",
    "release_unknown": "There is no release {version}; `sanad-server releases list` shows them.",
    "release_version_malformed": "`{version}` in release.toml is no version: digits and dots, such as 2026.12.1.",
    "release_version_not_newer": "{version} is not newer than {newest}. Raise the version in release.toml.",
    "release_version_taken": "{version} was published with other content. Raise the version in release.toml.",
    "release_waiting": "{version} still waits. Approve it or recall it first.",
    "update_key_locked": "{path} is locked. Put its passphrase into SANAD_UPDATE_PASSPHRASE.",
    "update_key_missing": "{path} has {found} of the {needed} {role} keys that the site asks for. Bring the medium "
    "they are on.",
    "update_key_unreadable": "{path} cannot be read: the passphrase is wrong, or it is no key of ours.",
    "update_keys_there": "There are keys in {path} already. Programs that trust them would trust no others: choose an "
    "empty folder.",
    "update_program_changed": "{path} is not what its program.json says: files were added, lost or changed since it "
    "was built. Build it again.",
    "update_program_empty": "There are no files in {path}.",
    "update_program_unnamed": "{path} has no program.json. Say --version and --platform.",
    "update_site_faulty": "{path} is no whole update site: {reason}.",
    "update_site_missing": "There is no update site in {path}. `sanad-server updates init` begins one.",
    "update_site_newer": "{path} is newer than {site}. Copy the other way, or refresh {site} first.",
    "update_site_there": "{path} is not empty. A site begins in an empty folder.",
    "update_unusable": "Desks would refuse this program: its program.json cannot be read, two of its files have one "
    "name, or a link leads out of it.",
    "update_version_malformed": "`{version}` is no version: numbers and dots, such as 0.6.1.",
    "update_version_not_newer": "{version} is not newer than {newest}, which is on the site. Desks never go back; "
    "release it under a higher version.",
    "text_too_long": "A name or number is too long: {limit} letters at most.",
    "value_missing": "The Arabic name is empty.",
    "wilayat_unknown": "There is no wilayat {wilayat}. Some are {some}; `places.toml` of the catalogue has all.",
    "server_keys_missing": "There are no whole keys in {path}. `sanad-server migrate` makes them for a new server; "
    "an old one needs its own back from where they were copied to.",
}

_OF_PARCELS = {
    "": "Taken in: {entries} entries. Give {path} back for the desk.",
    GAP: "Not taken in: an earlier parcel of this desk is missing, take that one first. {path} says so to the desk.",
    FORK: "Not taken in: this desk and a copy of it wrote different entries. {path} tells the desk to go on the line.",
}


def sentence_of_parcel(code: str, entries: int, path: Path) -> str:
    """What became of a parcel, and which file goes back."""
    return _OF_PARCELS[code].format(entries=entries, path=path)


def sentence_of(error: SanadError) -> str:
    """Never empty."""
    sentence = _SENTENCES.get(error.code)
    return sentence.format(**error.params) if sentence else f"Refused: {error}."
