package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.Reply;
import io.tierwise.agent.proto.Request;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Turns away a controller that comes while another's study runs: whatever it asks fails with the
/// reason.
///
/// @param tier the agent's
record Busy(String tier, Connection connection) {

    /// Serves until the controller leaves.
    void serve() throws IOException {
        TierException busy = new TierException(
                tier,
                Reason.REQUEST,
                "serves another study: it takes one at a time. Wait until that has ended, or start another agent");
        FrameReader reader = connection.reader();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            Request request = next.get().header().as(Request.parser());
            reader.skipPayload();
            Reply.Builder reply =
                    Reply.newBuilder().setId(request.getId()).setLast(true).setFailure(Faults.message(busy));
            connection.write(FrameType.REPLY, reply.build(), List.of());
        }
    }
}
