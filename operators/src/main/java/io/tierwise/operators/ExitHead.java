package io.tierwise.operators;

import io.tierwise.exits.FittedHead;

/// A head fitted to a tap.
record ExitHead(ExitTap tap, FittedHead fitted) {}
