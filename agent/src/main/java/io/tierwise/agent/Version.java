package io.tierwise.agent;

import java.util.Optional;

/// Our own version, from the jar; `dev` when run from classes.
final class Version {
    static final String OWN = Optional.ofNullable(Version.class.getPackage())
            .flatMap(p -> Optional.ofNullable(p.getImplementationVersion()))
            .orElse("dev");

    private Version() {}
}
