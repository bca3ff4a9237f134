/// When a network may answer early: heads fitted on what it has made of a sample half way, and the
/// thresholds of confidence from which they answer. Pure numbers; nothing here knows a graph.
///
/// ```java
/// FittedHead fitted = HeadFit.of(features, answers, new HeadForm.Linear(), seed);
/// Head head = fitted.head();          // layers, standardization and temperature folded in
///
/// ExitSearch.Found found = ExitSearch.best(candidates, wholeNanos, promise).orElseThrow();
/// Optional<ExitPath.Kept> kept = found.path().keep(promise, chainOnPromiseSamples);
/// kept.get().thresholds();            // one an exit
/// ```
///
/// A head is a linear map or has one small hidden layer, and is fitted by [io.tierwise.exits.Lbfgs] to
/// targets that are probabilities: labels, or the answers that the whole network gives.
///
/// Three sets of samples never meet: heads are fitted on calibration samples; which exits are worth having,
/// and a path of ever bolder thresholds, are found on selection samples ([io.tierwise.exits.ExitSearch]); how
/// far along that path a [io.tierwise.exits.Promise] holds is tested on promise samples
/// ([io.tierwise.exits.ExitPath]). As each step is tested only after the one before it passed, the whole walk
/// errs no more often than a single test (fixed sequence testing: Maurer, Hothorn and Lehmacher 1995;
/// Angelopoulos, Bates, Candès, Jordan and Lei, *Learn then test*, Annals of Applied Statistics 19 (2025)).
@NullMarked
package io.tierwise.exits;

import org.jspecify.annotations.NullMarked;
