"""libVLC's player with everything that hangs on it: the one place that gives libVLC orders."""

from __future__ import annotations

from collections.abc import Callable

from player.media.canvas import Canvas
from player.media.choosing import NO_SUBTITLES, Choices
from player.media.deck import Deck
from player.media.events import Events, Heard
from player.media.health import Facts
from player.media.library import ONE_TRACK, vlc
from player.media.memory import give_back_memory
from player.media.sound import has_sound_device
from player.media.stream import SourceStream
from player.media.tracks import read_stats, read_tracks
from player.media.worker import mono_ms

LONGEST_PICTURE_MS = 120_000


class Turntable:
    """Orders to one libVLC player; all from one thread, none from libVLC's callbacks, where some hang for ever.

    `generation` counts what was put on and taken off, so that late news of a recording before is recognised.
    """

    def __init__(
        self,
        instance: vlc.Instance,
        *,
        canvas: Canvas | None,
        on_heard: Callable[[Heard], None],
        media_options: tuple[str, ...] = (),
    ) -> None:
        self._instance = instance
        self._canvas = canvas
        self._media_options = media_options
        self._player: vlc.MediaPlayer = instance.media_player_new()
        if canvas is not None:
            canvas.attach(self._player)
        self._events = Events(self._player, on_heard)
        self._volume = 100
        self._muted = False
        self._hushed = False
        self._covered = False
        self.choices = Choices()
        self.held_mono = 0

    @property
    def is_blind(self) -> bool:
        """Whether no picture comes out."""
        return self._canvas is None

    @property
    def generation(self) -> int:
        return self._events.generation

    def find_sound(self, *, silent: bool) -> bool:
        """Whether something can be heard; where not, sound is decoded and thrown away."""
        heard = not silent and has_sound_device(self._player)
        if not heard:
            self._player.audio_output_set("adummy")
        return heard

    def set_volume(self, percent: int) -> None:
        self._volume = max(0, min(percent, 200))
        self._apply_sound()

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        self._apply_sound()

    def hush(self, on: bool) -> None:
        """Silence for the engine's own reasons, besides what the listener chose."""
        self._hushed = on
        self._apply_sound()

    def _apply_sound(self) -> None:
        self._player.audio_set_mute(self._muted or self._hushed or self._covered)
        self._player.audio_set_volume(self._volume)

    def put_on(self, deck: Deck, stream: SourceStream) -> bool:
        """Opens and begins to play at the deck's start; whether libVLC took it at all."""
        media = stream.new_media(self._instance)
        if media is None:
            return False
        if deck.start_ms:
            media.add_option(f":start-time={deck.start_ms / 1000:.3f}")
        if not deck.opened:
            self.choices.forget()
        for option in (NO_SUBTITLES, *self._media_options, *((ONE_TRACK,) if deck.one_track else ())):
            media.add_option(option)
        deck.media = media
        self._events.generation += 1
        self.keep_still(False)
        self._player.set_media(media)
        self._player.play()
        return True

    def take_off(self, deck: Deck) -> None:
        """Stops and waits for it, then lets go of the recording; its callbacks are not called any more."""
        self._events.generation += 1
        deck.running, deck.settling, deck.landing = False, None, None
        self.cover(False)
        if deck.stream is not None:
            deck.stream.shut()
        self._player.stop()
        if deck.media is not None:
            deck.media.release()
        deck.media = deck.stream = None

    def hold(self, on: bool) -> None:
        self.held_mono = mono_ms() if on else self.held_mono
        self._player.set_pause(int(on))

    def go_to(self, position_ms: int) -> None:
        self._player.set_time(position_ms)

    def set_rate(self, rate_percent: int) -> None:
        self._player.set_rate(rate_percent / 100)

    def next_picture(self) -> None:
        """Only while it stands still."""
        self._player.next_frame()

    @property
    def frames_per_second(self) -> float:
        """0 where libVLC does not know."""
        return self._player.get_fps()

    def choose_sound(self, track: int) -> None:
        self.choices.choose_sound(self._player, track)

    def choose_subtitles(self, track: int | None) -> None:
        self.choices.choose_subtitles(self._player, track)

    def cover(self, on: bool) -> None:
        """Neither picture nor sound come out: libVLC is on its way to where somebody wants to be."""
        if self._canvas is not None:
            self._canvas.covered, self._canvas.covered_until = on, None
        if on is not self._covered:
            self._covered = on
            self._apply_sound()

    def cover_until(self, due_mono: int) -> None:
        """Pictures come out from then on; for the sound, and to be sure, take the cover off as well."""
        if self._canvas is not None:
            self._canvas.covered_until = due_mono

    def keep_still(self, on: bool) -> None:
        """While paused, the same picture need not be handed on again and again."""
        if self._canvas is not None:
            self._canvas.still = on

    def learn(self, media: vlc.Media, facts: Facts) -> None:
        """Adds to the facts what libVLC knows by now. What was once decoded stays known when it is reopened."""
        if not facts.picture_codec and not facts.sound_codec:
            tracks = read_tracks(self._player, media)
            facts.has_picture, facts.has_sound = tracks.has_picture, tracks.has_sound
            facts.picture_codec, facts.sound_codec = tracks.picture_codec, tracks.sound_codec
        self.choices.learn(self._player, media)
        rate = self.frames_per_second
        facts.picture_ms = min(round(1000 / rate), LONGEST_PICTURE_MS) if rate > 0 else 0
        facts.length_ms = max(self._player.get_length(), media.get_duration(), facts.length_ms)
        pictures, sounds = read_stats(media)
        facts.pictures_now = pictures
        facts.decoded_pictures = max(facts.decoded_pictures, pictures)
        facts.decoded_sounds = max(facts.decoded_sounds, sounds)

    def release(self) -> None:
        """In the order that libVLC survives; everything must have been taken off before."""
        self._events.detach()
        self._player.release()
        self._instance.release()
        give_back_memory()
