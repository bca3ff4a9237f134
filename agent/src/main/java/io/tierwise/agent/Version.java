package io.tierwise.agent;

import java.util.Optional;

/// The version of the agents of this build, from the jar; `dev` when run from classes.
public final class Version {
    public static final String OWN = Optional.ofNullable(Version.class.getPackage())
            .flatMap(p -> Optional.ofNullable(p.getImplementationVersion()))
            .orElse("dev");

    private Version() {}
}
