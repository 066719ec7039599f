"""What can be wrong with the place in which records are kept, in the learner's words."""

from __future__ import annotations

from player.domain.event import StreamId
from player.domain.problem import Problem


class DiskFull(Problem):
    what_template = "There is no room left on the disk that holds your records ({folder})."
    meaning_template = "Everything recorded so far is safe; what you do now earns nothing, because it cannot be saved."
    remedy_template = "Make some room on that disk and go on; Carrel need not be started again."


class ReadOnlyRecords(Problem):
    what_template = "Your records in {folder} can be read but not written."
    meaning_template = "Everything recorded so far is safe; what you do now cannot be saved and earns nothing."
    remedy_template = "Allow writing in that folder, or choose another profile folder, and try again."


class RecordsGone(Problem):
    what_template = "Your records in {folder} cannot be reached; perhaps the disk was taken out or the folder moved."
    meaning_template = "What was recorded is where it was written; what you do now cannot be saved and earns nothing."
    remedy_template = "Plug the disk in again or put the folder back, and go on."


class DiskFails(Problem):
    what_template = "The disk that holds your records ({folder}) did not take what was to be written."
    meaning_template = "What was recorded before stays; what you do now cannot be saved and earns nothing."
    remedy_template = "Try again; if it goes on, copy the folder to another disk and have this one looked at."


class RecordsBusy(Problem):
    what_template = "Your records in {folder} are held by another program."
    meaning_template = "The last step was not saved; everything before it is safe."
    remedy_template = "Close other programs that use that folder (a backup, a second Carrel), and try again."


class RecordsDamaged(Problem):
    what_template = "The file {file} in {folder} is damaged and cannot be read as records."
    meaning_template = "Nothing was changed in it, and nothing can be added to it, so credit cannot be earned here."
    remedy_template = (
        "Put a backup back with “carrel restore FILE” (see the folder “backups” beside it): it keeps the damaged"
        " file, and takes from it what can be read."
    )


class StreamDamaged(Problem):
    """`stream` and `event` name the place: the first event that is not as it was recorded."""

    what_template = "The record of one course is not as it was written: event {event} of {record} {reason}."
    meaning_template = "That record cannot prove credit any more; the records of your other courses are not affected."
    remedy_template = "Put a backup back with “carrel restore FILE”; what is recorded now is kept beside it."

    def __init__(self, *, stream: StreamId, event: int, reason: str, details: str = "") -> None:
        self.stream = stream
        self.event = event
        # A page that was wiped may have left no name at all.
        super().__init__(record=str(stream)[:8], event=event, reason=reason, details=details)


class GoneOnElsewhere(Problem):
    what_template = "This course was gone on with elsewhere too, and both records have just been brought together."
    meaning_template = "Everything that was recorded is kept; only the last step was not recorded."
    remedy_template = "Open the course again, and repeat the last step."


class OtherDevice(Problem):
    what_template = "This course was begun under another key than the one in this profile."
    meaning_template = "What was recorded stays as it is; something added now could not be proven, so it is not added."
    remedy_template = "Put the profile's own key file back, or go on with the computer on which it was begun."


class NewerRecords(Problem):
    what_template = "{file} in {folder} was written by a newer Carrel (format {found}; this one knows up to {known})."
    meaning_template = "It was not opened or changed, and everything recorded in it stands."
    remedy_template = "Install the newest Carrel and open it again."


class DatabaseTooOld(Problem):
    what_template = "The database library on this computer (SQLite {found}) is too old; Carrel needs {needed} or later."
    meaning_template = "Older ones can damage records, so nothing was opened and nothing is lost."
    remedy_template = "Install Carrel again with the packages it asks for (pysqlite3 brings a good SQLite)."


class PlaceUnsuited(Problem):
    what_template = "The folder {folder} cannot hold records safely: {reason}"
    meaning_template = "Nothing was recorded there, so nothing is lost."
    remedy_template = "Choose a profile folder on a disk of this computer."


class ProfileInUse(Problem):
    what_template = "Carrel is already open with this profile ({folder})."
    meaning_template = "Nothing is lost: the copy that is open goes on recording."
    remedy_template = "Go on in that copy, or close it and try again."


class ParticularsDamaged(Problem):
    what_template = "Your name and particulars in {folder} cannot be read."
    meaning_template = "The credit you earned is kept apart from them and is not affected."
    remedy_template = "Enter your particulars again in the profile."


class ServerFull(DiskFull):
    what_template = "There is no room left on the server that holds the ledger ({folder})."
    meaning_template = "Everything recorded so far is safe; nothing more can be saved there."
    remedy_template = "Have some room made on the server and go on; Carrel need not be started again."


class ServerReadOnly(ReadOnlyRecords):
    what_template = "The ledger in {folder} can be read but not written."
    meaning_template = "Everything recorded so far is safe; nothing more can be saved there."
    remedy_template = "Have this account allowed to write there, or wait until the server takes writes again."


class ServerGone(RecordsGone):
    what_template = "The server that holds the ledger ({folder}) cannot be reached, or the connection to it was lost."
    meaning_template = "What was told as saved is safe there; the last step may not have been saved."
    remedy_template = (
        "Look whether the server and the network are up, and try again; nothing is recorded twice by that."
    )


class ServerRefuses(Problem):
    what_template = "The server does not open the ledger in {folder}: name, password or database are not right."
    meaning_template = "Nothing was changed there, so nothing is lost."
    remedy_template = "Correct the address and try again."


class ServerFails(DiskFails):
    what_template = "The server's disk did not take what was to be written to the ledger ({folder})."
    meaning_template = "What was recorded before stays; the last step was not saved."
    remedy_template = "Have the server looked at, and try again."


class ServerBusy(RecordsBusy):
    what_template = "The ledger in {folder} is held by another program."
    meaning_template = "The last step was not saved; everything before it is safe."
    remedy_template = "Try again; if it goes on, have the server's other users looked at."


class ServerDamaged(RecordsDamaged):
    what_template = "The ledger in {folder} is damaged on its server and cannot be read."
    meaning_template = "Nothing was changed in it; what the kiosks hold is not affected."
    remedy_template = "Have the server's disk looked at and its backup put back; then merge again what was sent since."


class NoAddress(Problem):
    what_template = "That is no address of a ledger on a server."
    meaning_template = "Nothing was opened and nothing is lost."
    remedy_template = "Write it as postgresql://name:password@server/database."


class DriverMissing(Problem):
    what_template = "What it takes to talk to a PostgreSQL server (psycopg) is not installed here."
    meaning_template = "Nothing was opened and nothing is lost; the profile on this computer does not need it."
    remedy_template = "Install Carrel with its extra part for those who collect: pip install 'carrel[collect]'."
