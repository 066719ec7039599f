"""What can keep statements from reaching a learning record store."""

from __future__ import annotations

from typing import ClassVar

from player.domain.phrase import Phrase
from player.domain.problem import Problem

_KEPT = Phrase("Nothing is lost: what was not confirmed stays here and is sent at the next upload.")


class AddressUnfit(Problem):
    what_template = "“{address}” cannot be the address of a learning record store: {reason}"
    meaning_template = "Nothing was sent; your recorded credit is not affected."
    remedy_template = "Ask the provider for the address; it begins with https:// and ends where “/statements” follows."


class ProxyUnfit(Problem):
    what_template = "The proxy cannot be used as it was given: {reason}"
    meaning_template = "Nothing was sent; your recorded credit is not affected."
    remedy_template = "Give it as http://NAME:PORT; one that asks for a password belongs into the system's settings."


class AuthorityUnreadable(Problem):
    what_template = "{name} holds no certificate authority that can be read."
    meaning_template = "Nothing was sent, since the store could not be told from somebody else's."
    remedy_template = "Ask whoever runs the store for its authority's certificate as a PEM file."


class UploadSettingsUnusable(Problem):
    what_template = "The settings for uploading cannot be used: {reason}"
    meaning_template = "Nothing was sent; your recorded credit is not affected."
    remedy_template = "{way}"


class UploadRecordUnusable(Problem):
    what_template = "The record of what was uploaded cannot be used: {reason}"
    meaning_template = "Nothing was sent; your recorded credit is not affected."
    remedy_template = "{way}"


class StoreUnreachable(Problem):
    """`host` of the store, or of the proxy on the way there."""

    what_template = "{host} could not be reached: {reason}"
    meaning_template = _KEPT
    remedy_template = "Connect this computer to a network, check the address, and upload again."


class StoreNotTrusted(Problem):
    what_template = "{host} did not prove that it is {host}: {reason}"
    meaning_template = (
        "No password was sent. Nothing is lost: what was not confirmed stays here and is sent at the next upload."
    )
    remedy_template = "{way}"


class CredentialsRefused(Problem):
    what_template = "{host} does not let you in with the name and secret that it was given ({status})."
    meaning_template = _KEPT
    remedy_template = "Ask the provider for name and secret of its store, give them anew, and upload again."


class ProxyRefused(Problem):
    what_template = "The proxy on the way to {host} does not let you through ({status})."
    meaning_template = _KEPT
    remedy_template = "Set the proxy up in the system's settings, or upload from another network."


class StoreMoved(Problem):
    what_template = "{host} sends you elsewhere ({where}), where your secret does not go by itself."
    meaning_template = _KEPT
    remedy_template = "Open a browser: a hotel's network may want a click first. Otherwise ask for the new address."


class NotAStore(Problem):
    what_template = "What answers at {host} is no learning record store: {reason}"
    meaning_template = _KEPT
    remedy_template = "Open a browser: a hotel's network may want a click first. Otherwise check the address."


class StoreBusy(Problem):
    what_template = "{host} cannot take anything now ({reason})."
    meaning_template = _KEPT
    remedy_template = "Upload again after {again}."


class StoreNotReady(Problem):
    """When it was only asked, and nothing was to be sent."""

    what_template = "{host} cannot answer now ({reason})."
    meaning_template = "Nothing was sent; your recorded credit is not affected."
    remedy_template = "Try again later."


class StoreFails(Problem):
    what_template = "{host} fails whatever it is sent ({reason})."
    meaning_template = _KEPT
    remedy_template = "Upload again later; tell whoever runs the store if it lasts."


class StoreNotBelieved(Problem):
    what_template = "{host} said that it took the statements. {reason}"
    meaning_template = (
        "They are not counted as sent. Nothing is lost: what was not confirmed stays here and is sent at the next"
        " upload."
    )
    remedy_template = "Upload again later; tell whoever runs the store if it lasts."


class EverythingRefused(Problem):
    meaning_template = _KEPT
    remedy_template = "Check that the address is that of an xAPI 1.0.3 store; tell whoever runs it what it said."

    @property
    def what(self) -> str:
        return self.counted(
            "{host} refused the first statement: {reason}",
            "{host} refused all of the first {count} statements: {reason}",
            "count",
        )


class NotTrusted:
    """What is said of a certificate that was not accepted, and what can be done."""

    SELF_SIGNED: ClassVar = (
        Phrase("its certificate is signed by itself or by an authority that is not known here."),
        Phrase(
            "If the provider runs its own authority, ask for its certificate and give it with --ca; otherwise the "
            "network you are in may be listening: upload from another one."
        ),
    )
    EXPIRED: ClassVar = (
        Phrase("its certificate is not valid today."),
        Phrase("Check this computer's clock; if it is right, tell whoever runs the store."),
    )
    OTHER_NAME: ClassVar = (
        Phrase("its certificate is somebody else's."),
        Phrase("Check the address; in a hotel's network a browser may have to be opened first."),
    )
    OTHERWISE: ClassVar = (
        Phrase("no safe connection came about."),
        Phrase("Check that the address is right, and tell whoever runs the store; or upload from another network."),
    )
