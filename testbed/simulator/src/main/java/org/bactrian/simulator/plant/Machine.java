package org.bactrian.simulator.plant;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bactrian.simulator.alarm.EventChannel;
import org.bactrian.simulator.alarm.LimitAlarm;
import org.bactrian.simulator.history.ValueArchive;
import org.bactrian.simulator.signal.Signal;
import org.bactrian.simulator.signal.SignalSample;
import org.bactrian.simulator.signal.Signals;
import org.bactrian.simulator.space.AnalogRange;
import org.bactrian.simulator.space.LiveValue;
import org.bactrian.simulator.space.MethodSpec;
import org.bactrian.simulator.type.Job;
import org.bactrian.simulator.type.MachineState;
import org.bactrian.simulator.type.PlantTypes;
import org.eclipse.milo.opcua.sdk.server.methods.InvalidArgumentException;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** A machine of a production line: what it measures, what it can be told, what it reports. */
final class Machine {

  private static final AnalogRange SPEED =
      AnalogRange.of(0, 120, "RPM", "r/min", "revolutions per minute");
  private static final AnalogRange TEMPERATURE =
      AnalogRange.of(-20, 120, "CEL", "°C", "degree Celsius");
  private static final AnalogRange VIBRATION =
      AnalogRange.of(0, 10, "C16", "mm/s", "millimetre per second");
  private static final AnalogRange LEVEL = AnalogRange.of(0, 100, "P1", "%", "percent");

  private static final int RAMP_TICKS = 61;
  private static final int SINE_TICKS = 60;
  private static final int DOOR_TICKS = 10;
  private static final int PRODUCT_TICKS = 20;
  private static final int LEVEL_GOOD_TICKS = 10;
  private static final int LEVEL_BAD_TICKS = 5;
  private static final int JOB_PIECES = 25;
  private static final int NOTICE = 100;

  /** Ticks before the first one whose temperatures are recorded already; ten swings. */
  private static final int RECORDED_TICKS = 10 * SINE_TICKS;

  private static final Signal TEMPERATURE_SIGNAL = Signals.sine(60, 30, SINE_TICKS);

  private static final double FIRST_SPEED = 100;
  private static final double FIRST_LIMIT = 80;

  private final ObjectPanel panel;
  private final Duration rate;
  private final EventChannel events;
  private final LiveValue speedSetpoint;
  private final LiveValue temperatureLimit;
  private final LiveValue temperature;
  private final ValueArchive recorded;
  private final LimitAlarm alarm;

  private long ticks;
  private boolean running = true;
  private boolean overheated;
  private Job job = new Job("ORDER-1", 1, JOB_PIECES, 0, DateTime.now(), MachineState.RUNNING);
  private long jobStartedAt;

  Machine(
      ObjectPanel panel, EventChannel events, PlantTypes types, Duration rate, long firstCount) {
    this.panel = panel;
    this.events = events;
    this.rate = rate;
    panel.show("Pieces", NodeIds.UInt32, "Pieces made; one a tick.", Signals.counter(firstCount));
    panel.show(
        "Cycles",
        NodeIds.UInt64,
        "Machine cycles; one a tick.",
        tick -> SignalSample.good(ulong(firstCount + tick)));
    panel.show(
        "DoorOpen", NodeIds.Boolean, "Whether the door is open.", Signals.toggle(DOOR_TICKS));
    panel.show(
        "Product",
        NodeIds.String,
        "What is being made.",
        Signals.cycle(List.of("Mineral water", "Lemonade", "Iced tea"), PRODUCT_TICKS));
    speedSetpoint =
        panel.setpoint("SpeedSetpoint", SPEED, FIRST_SPEED, "The speed that Speed climbs to.");
    panel.show(
        "Speed",
        SPEED,
        "Climbs from 0 to the set-point, then begins again.",
        tick -> Signals.ramp(0, ObjectPanel.number(speedSetpoint), RAMP_TICKS).at(tick));
    temperatureLimit =
        panel.setpoint(
            "TemperatureLimit", TEMPERATURE, FIRST_LIMIT, "Above it TemperatureAlarm is active.");
    temperature =
        panel.show("Temperature", TEMPERATURE, "Swings from 30 to 90.", TEMPERATURE_SIGNAL);
    panel.show(
        "Vibration",
        VIBRATION,
        "Wanders at random.",
        Signals.randomWalk(0, 10, 0.5, panel.path().hashCode()));
    panel.show(
        "Level",
        LEVEL,
        "The sensor fails for 5 of 15 ticks.",
        Signals.failing(Signals.sine(50, 40, SINE_TICKS), LEVEL_GOOD_TICKS, LEVEL_BAD_TICKS));
    recorded = recordTemperature();
    new HistoryNodes(panel.nodes()).recordEvents(panel.id());
    alarm =
        new LimitAlarm(
            panel.nodes(),
            events,
            panel.id(),
            panel.id("Temperature"),
            "TemperatureAlarm",
            FIRST_LIMIT);
    panel.showAlways(
        "State", types.machineState(), "What the machine does.", () -> state().ordinal());
    panel.showAlways("Job", types.job(), "What it is to make.", () -> types.encode(job));
    addMethods();
  }

  /** Archive of the temperature, with what came before the first tick. */
  private ValueArchive recordTemperature() {
    ValueArchive archive =
        new HistoryNodes(panel.nodes())
            .record(panel.id("Temperature"), true, "Recorded at each tick.");
    Instant now = Instant.now();
    for (int tick = 0; tick < RECORDED_TICKS; tick++) {
      DateTime time = new DateTime(now.minus(rate.multipliedBy(RECORDED_TICKS - tick)));
      archive.record(Instrument.dataValue(TEMPERATURE_SIGNAL.at(tick), time));
    }
    return archive;
  }

  /** The alarm of this machine. */
  LimitAlarm alarm() {
    return alarm;
  }

  /** Moves the machine on by one tick. Called inside a change of the namespace's values. */
  void tick(DateTime now) {
    if (running) {
      ticks++;
      job = job.progressed(ticks - jobStartedAt, state());
      panel.tick(ticks, now);
      recorded.record(temperature.current());
    } else {
      panel.hold();
    }
  }

  /** Announces what the last tick brought about. Called after the values are out. */
  void report() {
    panel.change(
        () -> {
          watchTemperature();
          finishJob();
        });
  }

  private void watchTemperature() {
    boolean tooHot =
        alarm.check(ObjectPanel.number(temperature), ObjectPanel.number(temperatureLimit));
    if (tooHot != overheated) {
      overheated = tooHot;
      panel.refresh();
    }
  }

  private void finishJob() {
    if (running && job.done() >= job.quantity()) {
      events.announce(NodeIds.BaseEventType, job.orderId() + " is finished", NOTICE);
      begin("ORDER-" + (job.number() + 1), JOB_PIECES);
    }
  }

  private void begin(String orderId, long quantity) {
    jobStartedAt = ticks;
    job = new Job(orderId, job.number() + 1, quantity, 0, DateTime.now(), state());
    panel.refresh();
  }

  private MachineState state() {
    if (!running) {
      return MachineState.STOPPED;
    }
    return overheated ? MachineState.OVERHEATED : MachineState.RUNNING;
  }

  private void addMethods() {
    panel.method(
        MethodSpec.withoutArguments("Start", "Lets a stopped machine run on."),
        inputs -> {
          switchTo(true);
          return List.of();
        });
    panel.method(
        MethodSpec.withoutArguments("Stop", "Lets a running machine stand still."),
        inputs -> {
          switchTo(false);
          return List.of();
        });
    panel.method(
        new MethodSpec(
            "StartJob",
            "Begins another job at once.",
            List.of(
                MethodSpec.argument("OrderId", NodeIds.String, "the customer's order"),
                MethodSpec.argument("Quantity", NodeIds.UInt32, "pieces to make, at least 1")),
            List.of(
                MethodSpec.argument("JobNumber", NodeIds.UInt32, "counts the machine's jobs"),
                MethodSpec.argument("Finish", NodeIds.DateTime, "when the job will be done"))),
        inputs -> startJob((String) inputs.get(0), ((UInteger) inputs.get(1)).longValue()));
  }

  private void switchTo(boolean run) throws UaException {
    boolean[] refused = new boolean[1];
    panel.change(
        () -> {
          refused[0] = running == run;
          running = run;
          panel.refresh();
        });
    if (refused[0]) {
      throw new UaException(
          StatusCodes.Bad_InvalidState, run ? "it runs already" : "it stands still already");
    }
    events.announce(NodeIds.SystemEventType, run ? "Started" : "Stopped", NOTICE);
  }

  private List<Object> startJob(String orderId, long quantity) throws UaException {
    if (quantity < 1) {
      throw new InvalidArgumentException(
          new StatusCode[] {StatusCode.GOOD, new StatusCode(StatusCodes.Bad_OutOfRange)});
    }
    Job[] begun = new Job[1];
    panel.change(
        () -> {
          begin(orderId, quantity);
          begun[0] = job;
        });
    Instant finish = Instant.now().plus(rate.multipliedBy(quantity));
    return List.of(uint(begun[0].number()), new DateTime(finish));
  }
}
