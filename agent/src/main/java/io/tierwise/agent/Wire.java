package io.tierwise.agent;

import io.tierwise.agent.proto.GateInfo;
import io.tierwise.agent.proto.HopInfo;
import io.tierwise.agent.proto.MemoryInfo;
import io.tierwise.agent.proto.RouteRequest;
import io.tierwise.agent.proto.Settings;
import io.tierwise.agent.proto.Shape;
import io.tierwise.agent.proto.SpecInfo;
import io.tierwise.agent.proto.StageInfo;
import io.tierwise.agent.proto.TaskInfo;
import io.tierwise.data.ElementType;
import io.tierwise.data.InputForm;
import io.tierwise.data.Task;
import io.tierwise.runtime.Gate;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Our values as protobuf messages and back; what cannot be read back is a [BadFrameException].
final class Wire {

    private static final int CLASSIFICATION = 1;
    private static final int SEGMENTATION = 2;
    private static final int AGREEMENT = 3;

    private Wire() {}

    static Settings message(SessionSettings settings) {
        return Settings.newBuilder()
                .setOptimization(settings.optimization().name())
                .setThreads(settings.threads())
                .setSpinning(settings.spinning())
                .setPrepacking(settings.prepacking())
                .setExternalFolder(settings.externalFolder()
                        .map(folder -> folder.toAbsolutePath().toString())
                        .orElse(""))
                .build();
    }

    static SessionSettings read(Settings settings) {
        Optional<Path> folder = settings.getExternalFolder().isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(settings.getExternalFolder()));
        return new SessionSettings(
                constant(Optimization.class, settings.getOptimization()),
                settings.getThreads(),
                settings.getSpinning(),
                settings.getPrepacking(),
                folder,
                Optional.empty());
    }

    static ElementType elementType(String name) {
        return constant(ElementType.class, name);
    }

    static InputForm inputForm(String name) {
        return constant(InputForm.class, name);
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("unknown " + type.getSimpleName() + " '" + name + "'", e);
        }
    }

    static Shape message(LinkShape shape) {
        return Shape.newBuilder()
                .setUpBitsPerSecond(shape.upBitsPerSecond())
                .setDownBitsPerSecond(shape.downBitsPerSecond())
                .setDelayNanos(shape.oneWayDelay().toNanos())
                .setJitterNanos(shape.jitter().toNanos())
                .build();
    }

    static LinkShape read(Shape shape) {
        return new LinkShape(
                shape.getUpBitsPerSecond(),
                shape.getDownBitsPerSecond(),
                Duration.ofNanos(shape.getDelayNanos()),
                Duration.ofNanos(shape.getJitterNanos()));
    }

    static StageInfo message(Stage stage) {
        StageInfo.Builder message = StageInfo.newBuilder()
                .setTier(stage.tier())
                .setPart(stage.partId())
                .addAllInputs(stage.inputs())
                .addAllOutputs(stage.outputs());
        stage.codecs().forEach((tensor, codec) -> message.putCodecs(tensor, CodecWire.message(codec)));
        stage.gate()
                .ifPresent(gate -> message.setGate(GateInfo.newBuilder()
                        .setConfidence(gate.confidence())
                        .setAnswer(gate.answer())
                        .setThreshold(gate.threshold())));
        return message.build();
    }

    static List<Stage> stages(List<StageInfo> stages) {
        return stages.stream()
                .map(s -> new Stage(
                        s.getTier(),
                        s.getPart(),
                        s.getInputsList(),
                        s.getOutputsList(),
                        CodecWire.read(s.getCodecsMap()),
                        s.hasGate() ? Optional.of(gate(s.getGate())) : Optional.empty()))
                .toList();
    }

    private static Gate gate(GateInfo gate) {
        try {
            return new Gate(gate.getConfidence(), gate.getAnswer(), gate.getThreshold());
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("a gate that cannot be: " + e.getMessage(), e);
        }
    }

    static TaskInfo message(Task task) {
        return switch (task) {
            case Task.Classification c -> task(CLASSIFICATION, c.topK(), c.classOffset());
            case Task.Segmentation s -> task(SEGMENTATION, s.ignoredIndex(), 0);
            case Task.Agreement a -> task(AGREEMENT, 0, 0);
        };
    }

    private static TaskInfo task(int kind, int first, int second) {
        return TaskInfo.newBuilder()
                .setKind(kind)
                .setFirst(first)
                .setSecond(second)
                .build();
    }

    static Task read(TaskInfo task) {
        return switch (task.getKind()) {
            case CLASSIFICATION -> new Task.Classification(task.getFirst(), task.getSecond());
            case SEGMENTATION -> new Task.Segmentation(task.getFirst());
            case AGREEMENT -> new Task.Agreement();
            default -> throw new BadFrameException("unknown task " + task.getKind());
        };
    }

    static RouteRequest message(RouteSpec route) {
        RouteRequest.Builder message = RouteRequest.newBuilder()
                .setStrategy(route.strategy())
                .setSource(route.source())
                .setTask(message(route.task()))
                .setInputForm(route.inputForm().name())
                .putAllClockOffsetNanos(route.clockOffsetNanos());
        route.stages().forEach(stage -> message.addStages(message(stage)));
        for (Hop hop : route.hops()) {
            message.addHops(
                    HopInfo.newBuilder().setFrom(hop.from()).setTo(hop.to()).setNext(hop.next()));
        }
        return message.build();
    }

    static RouteSpec read(RouteRequest route) {
        return new RouteSpec(
                route.getStrategy(),
                route.getSource(),
                stages(route.getStagesList()),
                route.getHopsList().stream()
                        .map(hop -> new Hop(hop.getFrom(), hop.getTo(), hop.getNext()))
                        .toList(),
                read(route.getTask()),
                route.getClockOffsetNanosMap(),
                inputForm(route.getInputForm()));
    }

    static SpecInfo message(TensorSpec spec) {
        return SpecInfo.newBuilder()
                .setName(spec.name())
                .setType(spec.type().name())
                .addAllShape(spec.shape())
                .build();
    }

    static List<TensorSpec> specs(List<SpecInfo> specs) {
        return specs.stream()
                .map(s -> new TensorSpec(s.getName(), elementType(s.getType()), s.getShapeList()))
                .toList();
    }

    static MemoryInfo message(Memory memory) {
        return MemoryInfo.newBuilder()
                .setResident(memory.residentBytes())
                .setPeak(memory.peakBytes())
                .setBaseline(memory.baselineBytes())
                .build();
    }

    static Memory read(MemoryInfo memory) {
        return new Memory(memory.getResident(), memory.getPeak(), memory.getBaseline());
    }
}
