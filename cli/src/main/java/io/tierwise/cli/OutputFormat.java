package io.tierwise.cli;

/// How results are printed; the names are what the user types.
enum OutputFormat {
    text,
    json
}
