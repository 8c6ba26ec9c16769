"""An operating system's tasks that send each other packets: classes, attributes, methods."""
IDLE, WORK, DEVICE = range(3)


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        p = queue
        while p.link is not None:
            p = p.link
        p.link = self
        return queue


class TaskState:
    def __init__(self):
        self.packet_pending = True
        self.task_waiting = False
        self.task_holding = False

    def running(self):
        self.packet_pending = self.task_waiting = self.task_holding = False
        return self

    def waiting(self):
        self.packet_pending = self.task_holding = False
        self.task_waiting = True
        return self

    @property
    def blocked(self):
        return self.task_holding or (not self.packet_pending and self.task_waiting)


class Task(TaskState):
    def __init__(self, system, ident, priority):
        super().__init__()
        self.system = system
        self.ident = ident
        self.priority = priority
        self.queue = None
        self.handled = 0
        system.tasks[ident] = self

    def add_packet(self, packet, old):
        if self.queue is None:
            self.queue = packet
            self.packet_pending = True
            if self.priority > old.priority:
                return self
        else:
            packet.append_to(self.queue)
        return old

    def run_once(self):
        if self.queue is None:
            return self.waiting()
        packet = self.queue
        self.queue = packet.link
        if self.queue is None:
            self.running()
        self.handled += 1
        return self.step(packet)

    def step(self, packet):
        raise NotImplementedError


class IdleTask(Task):
    control = 1

    def step(self, packet):
        if self.control & 1:
            self.control = (self.control >> 1) ^ 0xd008
        else:
            self.control //= 2
        return self.system.send(packet, DEVICE if self.control & 1 else WORK)


class WorkTask(Task):
    def step(self, packet):
        for i in range(4):
            packet.datum = (packet.datum + 1) % 26
            packet.data[i] = packet.datum + 65
        return self.system.send(packet, DEVICE + packet.datum % 2)


class DeviceTask(Task):
    def step(self, packet):
        packet.kind = DEVICE if packet.kind == WORK else WORK
        return self.system.send(packet, (self.ident + packet.kind) % len(self.system.tasks))


class System:
    def __init__(self):
        self.tasks = {}
        self.sent = 0

    def send(self, packet, ident):
        packet.link = None
        packet.ident = ident
        self.sent += 1
        task = self.tasks[ident]
        return task.add_packet(packet, task)


def run(size):
    system = System()
    for i, kind in enumerate([IdleTask, WorkTask, DeviceTask, DeviceTask, WorkTask]):
        kind(system, i, i * 10)
    for i in range(9):
        system.send(Packet(None, i % 5, WORK if i % 2 else DEVICE), i % 5)
    for _ in range(size):
        for task in system.tasks.values():
            if not task.task_holding:
                task.run_once()
    return system.sent, [t.handled for t in system.tasks.values()], sum(t.blocked for t in system.tasks.values())


SHORT, LONG = 8000, 150000
