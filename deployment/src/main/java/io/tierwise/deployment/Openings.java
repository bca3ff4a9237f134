package io.tierwise.deployment;

import static java.lang.System.Logger.Level.DEBUG;

import io.tierwise.agent.LoadReport;
import io.tierwise.agent.PartSpec;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.data.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/// Parts open on agents; closed again in the opposite order.
final class Openings implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Openings.class.getName());
    private static final int WARM_UPS = 3;

    private record Open(Member member, String id) {}

    private final Fleet fleet;
    private final boolean limited;
    private final Deque<Open> open = new ArrayDeque<>();

    private Openings(Fleet fleet, boolean limited) {
        this.fleet = fleet;
        this.limited = limited;
    }

    /// Parts that must fit their tier's memory.
    static Openings within(Fleet fleet) {
        return new Openings(fleet, true);
    }

    /// Parts that need only fit what their agent itself is held to: all parts of a chain are open on
    /// one tier to be asked for answers, which no tier has to hold.
    static Openings regardless(Fleet fleet) {
        return new Openings(fleet, false);
    }

    /// Opens a part.
    ///
    /// @param id how its agent shall call it
    LoadReport open(Member member, String id, DeployedPart part) {
        return open(member, id, part, new Trying(part.example(), WARM_UPS));
    }

    /// What a part is run on once it is open, and how often after the first run.
    record Trying(Map<String, Tensor> inputs, int runs) {}

    /// Opens a part and tries it.
    LoadReport open(Member member, String id, DeployedPart part, Trying trying) {
        if (limited) {
            refuseIfTooLarge(member, part);
        }
        PartSpec spec = new PartSpec(
                id,
                part.towards(member.tier()),
                part.sessionSettings(member.tier()),
                part.weightBytes(),
                trying.inputs(),
                trying.runs());
        LoadReport report = fleet.ask(() -> member.client().load(spec));
        open.push(new Open(member, id));
        if (limited) {
            refuseIfItTookTooMuch(member, part, report);
        }
        return report;
    }

    private static void refuseIfTooLarge(Member member, DeployedPart part) {
        long needed = part.neededBytes();
        long limit = member.tier().memoryBytes().orElse(Long.MAX_VALUE);
        if (needed > limit) {
            throw new TierException(
                    member.name(),
                    Reason.MEMORY,
                    "part " + part.id() + " does not fit: its weights take " + Words.bytes(needed) + ", the tier has "
                            + Words.bytes(limit));
        }
    }

    private static void refuseIfItTookTooMuch(Member member, DeployedPart part, LoadReport report) {
        long limit = member.tier().memoryBytes().orElse(Long.MAX_VALUE);
        long used = report.memory().residentBytes() - member.ownBytes();
        if (used > limit && !member.memoryIsEnforced()) {
            throw new TierException(
                    member.name(),
                    Reason.MEMORY,
                    "part " + part.id() + " does not fit: once open it leaves the agent with " + Words.bytes(used)
                            + " above its own " + Words.bytes(member.ownBytes()) + ", the tier has "
                            + Words.bytes(limit));
        }
    }

    /// Closes what is still there: an agent that died or was replaced took its parts along.
    @Override
    public void close() {
        while (!open.isEmpty()) {
            Open last = open.pop();
            if (!fleet.stillHas(last.member())) {
                continue;
            }
            try {
                last.member().client().unload(last.id());
            } catch (TierException e) {
                LOG.log(DEBUG, "part " + last.id() + " was not closed: " + e.getMessage());
            }
        }
    }
}
