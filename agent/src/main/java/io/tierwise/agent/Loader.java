package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.LoadReply;
import io.tierwise.agent.proto.LoadRequest;
import io.tierwise.agent.proto.UploadRequest;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Opens parts: takes uploads in, refuses what does not fit the tier's memory, times load and first run.
final class Loader {

    private final AgentSettings settings;
    private final Parts parts;
    private final Worker worker;
    private final ProcessMemory memory;
    private final ControlGroups groups;
    private final Path folder;
    private final Map<String, Upload> uploads = new HashMap<>();
    private int uploadCount;

    /// A file that came, or is still coming.
    private static final class Upload {
        private final Path file;
        private final MessageDigest digest = sha256();
        private boolean complete;

        Upload(Path file) {
            this.file = file;
        }
    }

    Loader(AgentSettings settings, Parts parts, Worker worker, ProcessMemory memory, Path folder) {
        this.settings = settings;
        this.parts = parts;
        this.worker = worker;
        this.memory = memory;
        this.groups = ControlGroups.ofSelf();
        this.folder = folder;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /// Appends a chunk; the last one is followed by the whole file's digest.
    synchronized void upload(UploadRequest request, byte[] chunk) {
        Upload upload = uploads.computeIfAbsent(
                request.getUpload(), id -> new Upload(folder.resolve("model-" + uploadCount++ + ".onnx")));
        upload.digest.update(chunk);
        try (FileChannel file = FileChannel.open(
                upload.file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(chunk);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (request.getLast()) {
            finish(request, upload);
        }
    }

    private void finish(UploadRequest request, Upload upload) {
        byte[] found = upload.digest.digest();
        byte[] expected = request.getSha256().toByteArray();
        if (!Arrays.equals(found, expected)) {
            uploads.remove(request.getUpload());
            throw failure(
                    Reason.PROTOCOL,
                    "upload " + request.getUpload() + " arrived damaged: SHA-256 "
                            + HexFormat.of().formatHex(found) + ", expected "
                            + HexFormat.of().formatHex(expected));
        }
        upload.complete = true;
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
            case UPLOAD -> file(uploaded(request.getUpload()));
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

    private synchronized Path uploaded(String id) {
        Upload upload = uploads.get(id);
        if (upload == null || !upload.complete) {
            throw failure(Reason.REQUEST, "has no complete upload '" + id + "'");
        }
        return upload.file;
    }

    private void refuseIfTooLarge(LoadRequest request, Source source) {
        long limit = limitBytes();
        long needed = Math.max(source.bytes(), request.getWeightBytes());
        long used = memory.read().residentBytes();
        if (limit > 0 && used + needed > limit) {
            throw failure(
                    Reason.MEMORY,
                    "part " + request.getPart() + " does not fit: its model takes " + needed
                            + " bytes, the process has " + used + " of " + limit + " already");
        }
    }

    private long limitBytes() {
        long enforced = groups.limits().memoryBytes();
        long own = settings.memoryBytes();
        return enforced > 0 && own > 0 ? Math.min(enforced, own) : Math.max(enforced, own);
    }

    private LoadReply warmUp(LoadedPart part, Stretch.Spent load, int warmUps) {
        int threads = part.settings().threads();
        Runnable run = () -> part.run(part.example());
        long first = nanos(worker.timed(threads, run));
        long[] warm = new long[Math.clamp(warmUps, 0, 10_000)];
        for (int i = 0; i < warm.length; i++) {
            warm[i] = nanos(worker.timed(threads, run));
        }
        Arrays.sort(warm);
        parts.add(part);
        LoadReply.Builder reply = LoadReply.newBuilder()
                .setLoadNanos(nanos(load))
                .setFirstRunNanos(first)
                .setWarmRunNanos(warm.length == 0 ? 0 : warm[warm.length / 2])
                .setMemory(Wire.message(memory.read()));
        part.session().inputs().forEach(spec -> reply.addInputs(Wire.message(spec)));
        part.session().outputs().forEach(spec -> reply.addOutputs(Wire.message(spec)));
        return reply.build();
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

    void unload(String id) {
        try (var _ = worker.take()) {
            parts.remove(id);
        }
    }

    private TierException failure(Reason reason, String message) {
        return new TierException(settings.name(), reason, message);
    }
}
