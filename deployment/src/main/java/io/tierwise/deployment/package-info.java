/// Tiers, links and strategies; the agents that stand for the tiers, and the limits that make them what
/// they should be.
///
/// A [Topology][io.tierwise.deployment.Topology] is what one has: tiers, links, and the source where
/// inputs arise. It answers how bytes get from one tier to another and how long that takes at least. A
/// [Strategy][io.tierwise.deployment.Strategy] is what one tries, written `QEP@mobile+edge`;
/// [Strategies][io.tierwise.deployment.Strategies] lays operators over tiers in every way that makes
/// sense.
///
/// ```java
/// Topology topology = new Topology(
///         List.of(Presets.tier("study-mobile", "mobile"), Presets.tier("study-cloud", "cloud")),
///         List.of(Presets.link("wifi", "mobile", "cloud")),
///         "mobile");
/// Strategy strategy = Strategy.parse("QP@mobile+cloud", topology.names());
/// topology.ways(strategy.tiers()); // mobile, mobile to cloud, cloud to mobile
/// ```
///
/// ## Work
///
/// A [Fleet][io.tierwise.deployment.Fleet] is the topology at work: an agent for each tier, as a
/// process of ours where the tier is local. A strategy is deployed on it, measured in blocks, and taken
/// down again:
///
/// ```java
/// try (Fleet fleet = Fleet.start(topology, FleetSettings.local(logs, seed))) {
///     fleet.preprocessing(steps);
///     fleet.inputsTravelAs(InputForm.ENCODED);
///     fleet.samples(samples);
///     try (Deployed deployed = fleet.deploy(strategy, parts, task)) {
///         deployed.block(sampleIds, spacing, deadline, report -> journal.add(report));
///     }
/// }
/// ```
///
/// What a tier cannot do is a [TierException][io.tierwise.agent.TierException] that names tier and
/// reason; when an agent has died, the exception says of what, and
/// [Fleet#restartDead()][io.tierwise.deployment.Fleet#restartDead()] brings a new one. Peak memory and
/// confirmations want processes that never ran anything else:
/// [Fleet#fresh][io.tierwise.deployment.Fleet#fresh(java.util.Collection)].
///
/// ## Limits
///
/// A local tier is an agent in a process of its own. Its CPU share is emulated by the agent, run by
/// run, because a quota does not slow a run that ends before the quota's period is used up. Around it
/// stands a control group ([ControlGroups][io.tierwise.deployment.ControlGroups], version 1 or 2):
/// whole cores as a ceiling, so that spare threads take nothing from the others, and a memory limit of
/// the agent's own footprint plus the tier's memory. Each limit asked for becomes a
/// [Limit][io.tierwise.deployment.Limit] that says who holds it: the kernel, the agent, or nobody and
/// why. [HostFacts][io.tierwise.deployment.HostFacts] tells beforehand what this machine can hold.
@NullMarked
package io.tierwise.deployment;

import org.jspecify.annotations.NullMarked;
