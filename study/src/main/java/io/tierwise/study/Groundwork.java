package io.tierwise.study;

import io.tierwise.data.InputForm;
import io.tierwise.deployment.Address;
import io.tierwise.deployment.Link;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What forecasts stand on: tiers and links as they were asked for, and the models timed on this machine.
///
/// @param tiers in the order of the study file
/// @param links in the order of the study file
/// @param inputBytes of an input on its way to a first part that is not at the source, in the mean
/// @param inputForm what it is on that way; empty where an earlier version wrote this, and it was a tensor
/// @param answerBytes of its outputs
/// @param models one for each way the model is changed before it is cut
public record Groundwork(
        List<TierShape> tiers,
        List<LinkShape> links,
        long inputBytes,
        Optional<InputForm> inputForm,
        long answerBytes,
        List<ProfiledModel> models) {

    /// A tier as it was asked for.
    ///
    /// @param cpu cores it is made to look like; absent where nothing is emulated
    /// @param memoryBytes what a part may use; absent where nothing limits it
    /// @param address of its agent; empty for a process of the study's own
    public record TierShape(
            String name, OptionalDouble cpu, int threads, OptionalLong memoryBytes, Optional<String> address) {

        static TierShape of(Tier tier) {
            return new TierShape(
                    tier.name(),
                    tier.cpu(),
                    tier.threads(),
                    tier.memoryBytes(),
                    tier.isLocal()
                            ? Optional.empty()
                            : Optional.of(tier.address().toString()));
        }

        Tier tier() {
            Address where = address.map(Address::parse).orElseGet(Address.Local::new);
            return new Tier(name, cpu, threads, memoryBytes, where, Optional.empty());
        }
    }

    /// A link as it was asked for; `via` names the tier that relays, and then nothing else is said.
    ///
    /// @param upBitsPerSecond absent is as fast as the machines go
    /// @param downBitsPerSecond absent is as fast as the machines go
    public record LinkShape(
            String from,
            String to,
            OptionalLong upBitsPerSecond,
            OptionalLong downBitsPerSecond,
            long roundTripNanos,
            long jitterNanos,
            Optional<String> via) {

        static LinkShape of(Link link) {
            return switch (link) {
                case Link.Direct direct ->
                    new LinkShape(
                            direct.from(),
                            direct.to(),
                            direct.upBitsPerSecond(),
                            direct.downBitsPerSecond(),
                            direct.roundTrip().toNanos(),
                            direct.jitter().toNanos(),
                            Optional.empty());
                case Link.Via relayed ->
                    new LinkShape(
                            relayed.from(),
                            relayed.to(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            0,
                            0,
                            Optional.of(relayed.via()));
            };
        }

        Link link() {
            return via.<Link>map(tier -> new Link.Via(from, to, tier))
                    .orElseGet(() -> new Link.Direct(
                            from,
                            to,
                            upBitsPerSecond,
                            downBitsPerSecond,
                            Duration.ofNanos(roundTripNanos),
                            Duration.ofNanos(jitterNanos),
                            Optional.empty()));
        }
    }

    public Groundwork {
        tiers = List.copyOf(tiers);
        links = List.copyOf(links);
        models = List.copyOf(models);
    }

    /// Whether the tier of the first part prepares samples, and not the source. The smaller half of the
    /// preparation, which 8-bit pixels have before them, does not count.
    public boolean isPreparedAtFirstPart() {
        return inputForm.equals(Optional.of(InputForm.ENCODED));
    }

    /// Tiers and links, with inputs arising at `source`.
    public Topology topology(String source) {
        return new Topology(
                tiers.stream().map(TierShape::tier).toList(),
                links.stream().map(LinkShape::link).toList(),
                source);
    }
}
