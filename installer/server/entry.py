"""Where the frozen `sanad-server` begins, and each of its workers."""

from multiprocessing import freeze_support

if __name__ == "__main__":
    freeze_support()  # a worker is this program started again, and goes no further
    from sanad_desk.server.cli import main

    raise SystemExit(main())
