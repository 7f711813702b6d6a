"""A network that loses answers: a door in front of a server that carries each request, and cuts what it wants cut."""

import socket
import threading
from collections.abc import Callable
from typing import Final

HOST: Final = "127.0.0.1"
PIECE: Final = 65536


class CuttingDoor:
    """An address that leads to a server's port. `loses(request)`: whether the answer to that request is cut off.

    It is cut once the server has answered whole: what the server did, it did.
    """

    def __init__(self, port: int, loses: Callable[[bytes], bool]) -> None:
        self.carried: list[tuple[bytes, bytes, bool]] = []
        """The requests with their answers, and whether the answer was lost."""
        self._server_port, self._loses = port, loses
        self._door = socket.create_server((HOST, 0))
        self.port: int = self._door.getsockname()[1]
        self._threads = [threading.Thread(target=self._let_in, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """Let nobody in any more, and wait for who is inside."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for thread in self._threads:
            thread.join()

    def _let_in(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:  # closed
                return
            self._threads.append(threading.Thread(target=self._carry, args=(client,), daemon=True))
            self._threads[-1].start()

    def _carry(self, client: socket.socket) -> None:
        """The requests of one connection, one after the other, until either side ends it or an answer is lost."""
        with client, socket.create_connection((HOST, self._server_port)) as server:
            while request := _message(client):
                server.sendall(request)
                answer = _message(server)
                is_lost = self._loses(request)
                self.carried.append((request, answer, is_lost))
                if is_lost:
                    return
                client.sendall(answer)


def _message(source: socket.socket) -> bytes:
    """A whole request or answer, whose length it says itself; nothing where the other side has gone."""
    message = b""
    while b"\r\n\r\n" not in message:
        piece = _piece(source)
        if not piece:
            return b""
        message += piece
    head, _, _ = message.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    whole = len(head) + 4 + int(lengths[0] if lengths else 0)
    while len(message) < whole:
        piece = _piece(source)
        if not piece:
            return b""
        message += piece
    return message


def _piece(source: socket.socket) -> bytes:
    try:
        return source.recv(PIECE)
    except OSError:
        return b""
