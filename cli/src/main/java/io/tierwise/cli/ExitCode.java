package io.tierwise.cli;

/// What the shell sees when a command ends.
enum ExitCode {
    OK(0),
    INTERNAL(1),
    USAGE(2),
    INFEASIBLE(3),
    INCONCLUSIVE(4),
    ENVIRONMENT(5),
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
