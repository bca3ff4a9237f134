package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.LoadReply;
import io.tierwise.agent.proto.LoadRequest;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Opens parts: refuses what does not fit the tier's memory, times load and first run.
final class Loader {

    private final AgentSettings settings;
    private final Parts parts;
    private final Worker worker;
    private final ProcessMemory memory;
    private final ControlGroups groups;
    private final Uploads uploads;

    Loader(AgentSettings settings, Parts parts, Worker worker, ProcessMemory memory, Uploads uploads) {
        this.settings = settings;
        this.parts = parts;
        this.worker = worker;
        this.memory = memory;
        this.groups = ControlGroups.ofSelf();
        this.uploads = uploads;
    }

    /// @param payload model bytes and example tensors, kept for as long as the part is open
    LoadReply load(LoadRequest request, ByteBuffer payload) {
        if (parts.contains(request.getPart())) {
            throw failure(Reason.REQUEST, "has a part '" + request.getPart() + "' already");
        }
        Source source = source(request, payload);
        refuseIfTooLarge(request, source);
        SessionSettings wanted = Wire.read(request.getSettings());
        SessionSettings granted =
                settings.threads() == 0 ? wanted : wanted.withThreads(Math.min(wanted.threads(), settings.threads()));
        int examplesAt = Math.toIntExact(Math.clamp(request.getExampleOffset(), 0, payload.limit()));
        Map<String, Tensor> example =
                Payload.read(request.getExampleList(), payload.slice(examplesAt, payload.limit() - examplesAt));
        Opening opening = new Opening(request.getPart(), source.opening(), granted, example);
        try (var _ = worker.take()) {
            Stretch.Spent load = worker.timed(2, opening);
            LoadedPart part = opening.part();
            try {
                return warmUp(part, load, request.getWarmUps());
            } catch (RuntimeException e) {
                part.close();
                throw e;
            }
        }
    }

    private record Source(long bytes, Function<SessionSettings, ModelSession> opening) {}

    private Source source(LoadRequest request, ByteBuffer payload) {
        return switch (request.getModelCase()) {
            case PATH -> file(Path.of(request.getPath()));
            case SHA256 -> file(uploads.file(request.getSha256()));
            case INLINE_BYTES -> {
                if (request.getInlineBytes() < 1 || request.getInlineBytes() > payload.limit()) {
                    throw new BadFrameException(
                            "model of " + request.getInlineBytes() + " bytes in a payload of " + payload.limit());
                }
                byte[] model = new byte[(int) request.getInlineBytes()];
                payload.get(0, model);
                yield new Source(model.length, s -> ModelSession.open(model, s));
            }
            case MODEL_NOT_SET -> throw new BadFrameException("a load request without a model");
        };
    }

    private Source file(Path file) {
        try {
            return new Source(Files.size(file), s -> ModelSession.open(file, s));
        } catch (IOException e) {
            throw new TierException(settings.name(), Reason.REQUEST, "cannot read the model " + file, e);
        }
    }

    private void refuseIfTooLarge(LoadRequest request, Source source) {
        long needed = Math.max(source.bytes(), request.getWeightBytes());
        long used = memory.read().residentBytes();
        long enforced = groups.limits().memoryBytes();
        if (enforced > 0 && used + needed > enforced) {
            throw failure(
                    Reason.MEMORY,
                    "part " + request.getPart() + " does not fit: its model takes " + needed
                            + " bytes, the process has " + used + " of " + enforced + " already");
        }
        refuseBeyondTold(request.getPart(), needed);
    }

    /// Holds what parts use, above the agent's own footprint, against the memory it was told to have.
    ///
    /// @param needed bytes to come
    private void refuseBeyondTold(String part, long needed) {
        long told = settings.memoryBytes();
        long own = memory.baselineBytes();
        long used = Math.max(0, memory.read().residentBytes() - own) + needed;
        if (told > 0 && used > told) {
            throw failure(
                    Reason.MEMORY,
                    "part " + part + " does not fit: with it parts take " + used + " bytes above the agent's own " + own
                            + ", the tier has " + told);
        }
    }

    private LoadReply warmUp(LoadedPart part, Stretch.Spent load, int warmUps) {
        int threads = part.settings().threads();
        Runnable run = () -> part.run(part.example());
        long first = nanos(worker.timed(threads, run));
        long[] warm = new long[Math.clamp(warmUps, 0, 10_000)];
        long[] cpu = new long[warm.length];
        for (int i = 0; i < warm.length; i++) {
            Stretch.Spent spent = worker.timed(threads, run);
            warm[i] = nanos(spent);
            cpu[i] = spent.cpuNanos();
        }
        refuseBeyondTold(part.id(), 0);
        parts.add(part);
        LoadReply.Builder reply = LoadReply.newBuilder()
                .setLoadNanos(nanos(load))
                .setFirstRunNanos(first)
                .setWarmRunNanos(median(warm))
                .setWarmCpuNanos(median(cpu))
                .setMemory(Wire.message(memory.read()));
        part.session().inputs().forEach(spec -> reply.addInputs(Wire.message(spec)));
        part.session().outputs().forEach(spec -> reply.addOutputs(Wire.message(spec)));
        return reply.build();
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[values.length / 2];
    }

    private static long nanos(Stretch.Spent spent) {
        return spent.endNanos() - spent.startNanos();
    }

    private static final class Opening implements Runnable {
        private final String id;
        private final Function<SessionSettings, ModelSession> opening;
        private final SessionSettings settings;
        private final Map<String, Tensor> example;
        private Optional<LoadedPart> part = Optional.empty();

        Opening(
                String id,
                Function<SessionSettings, ModelSession> opening,
                SessionSettings settings,
                Map<String, Tensor> example) {
            this.id = id;
            this.opening = opening;
            this.settings = settings;
            this.example = example;
        }

        @Override
        public void run() {
            part = Optional.of(new LoadedPart(id, opening, settings, example));
        }

        LoadedPart part() {
            return part.orElseThrow();
        }
    }

    /// Closes a part. What its runs left of tensors outside the heap comes back with a garbage
    /// collection, which must not wait until the heap wants one: that memory belongs to the next part.
    void unload(String id) {
        try (var _ = worker.take()) {
            parts.remove(id);
        }
        System.gc();
    }

    /// Closes a part if it is still there.
    void drop(String id) {
        try (var _ = worker.take()) {
            if (parts.contains(id)) {
                parts.remove(id);
            }
        }
    }

    private TierException failure(Reason reason, String message) {
        return new TierException(settings.name(), reason, message);
    }
}
