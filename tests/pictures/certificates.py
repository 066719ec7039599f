"""The certificate page with all that can become of a document: corrected, revoked, saved to a stick, verified."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from player.bootstrap.papers import PaperPress
from player.domain.learner import Profession
from player.domain.template import CertificateTemplate, Design
from player.ui.certificate.stick_bar import stick_name
from player.ui.host import Place, Route
from player.ui.language import tr
from tests.builders import COURSE
from tests.journeys.hands import Hands
from tests.pictures.lives import ROOT
from tests.pictures.photographer import Photographer, live
from tests.ui.fake_host import FakeDesk, FakeDrive

PICTURE = ROOT / "resources" / "samples" / "meet-carrel" / "logo.png"


class PrintingDesk(FakeDesk):
    """Prints as the program does; everything else is as the tests have it."""

    def __init__(self, profile: Path) -> None:
        template = CertificateTemplate(design=Design.CLASSIC, note="Keep this document for six years.")
        offers = tuple(replace(offer, professions=()) if offer.id == "moc" else offer for offer in COURSE.credit.offers)
        course = replace(COURSE, certificate=template, credit=replace(COURSE.credit, offers=offers))
        super().__init__(profile, courses=(course,))
        self.shelf.held[0].files["signature.png"] = PICTURE.read_bytes()
        parts = replace(self._parts, press=PaperPress(ROOT / "resources" / "fonts"))
        self._sit_down(parts)


def desk_with_claim(profile: Path) -> PrintingDesk:
    desk = PrintingDesk(profile)
    desk.finish(desk.signed[0], percent=100)
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
    return desk


def certificates(photographer: Photographer, hands: Hands, desk: PrintingDesk, folder: Path) -> None:
    """From the first document on, through each correction, to what is known of all of them."""
    signed = desk.signed[0]
    route = Route(place=Place.CERTIFICATE, course=signed.hash, offer="ama")
    photographer.visit("document", route, lambda: live(2))
    desk.plugged = [FakeDrive(root=folder), FakeDrive(root=folder, name="Old & locked", writable=False)]
    photographer.visit("document-stick", route, lambda: live(1))
    hands.press(tr("Save to {stick}").format(stick=stick_name(desk.plugged[0])))
    photographer.take("document-saved")
    hands.press("Verify")
    photographer.take("document-verified")
    desk.export(signed, folder)
    photographer.visit("document-wrong", route, lambda: hands.press("Something is wrong…"))
    hands.press("My name or degrees")
    photographer.take("document-wrong-name")
    hands.press("The amount of credit")
    photographer.take("document-wrong-amount")
    hands.press("My profession")
    photographer.take("document-wrong-profession")
    hands.press("Nurse")
    hands.press("Continue")
    photographer.take("document-right-profession", at=hands.button("Keep the document as it is"))
    hands.press("Keep the document as it is")
    hands.press("Something is wrong…")
    hands.press("My name or degrees")
    hands.write("Name", "Ana María Núñez de la Cruz")
    hands.press("Issue it with this name")
    live(1)
    photographer.take("document-corrected")
    photographer.take("document-lives", at=hands.button("Open"))
    hands.press("Open")
    live(1)
    photographer.take("document-revoked")
    desk.save_learner(replace(desk.learner, name="Ana María Núñez Ferrer"))
    photographer.visit("document-renamed", route, lambda: live(1))
