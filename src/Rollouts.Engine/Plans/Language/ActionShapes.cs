using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>One action of a procedure; its first word says which.</summary>
internal sealed class ActionShape : Shape<ProcedureAction>
{
    private static readonly (string Verb, MappingShape<ProcedureAction> Shape)[] Actions =
    [
        ("turn off", new TurnOffShape()),
        ("restore", new RestoreShape()),
        ("set", new SetShape()),
        ("notify", new NotifyShape()),
        ("capture", new CaptureShape()),
        ("call", new CallShape()),
        ("open incident", new OpenIncidentShape()),
        ("task", new TaskShape()),
        ("verify", new VerifyShape()),
    ];

    public static ListShape<ProcedureAction> List { get; } = new("a list of actions", new ActionShape());

    public override string What => "an action";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out ProcedureAction value)
    {
        value = null;
        var shape = (node as PlanNode.Map)?.Entries.Select(entry => Array.Find(Actions, action => action.Verb == entry.Key.Text).Shape).FirstOrDefault(shape => shape is not null);
        if (shape is not null) return shape.TryRead(node, scope, out value);
        var verbs = Actions.Select(action => action.Verb).ToArray();
        if (node is PlanNode.Map { Entries: [var first, ..] })
            scope.Problems.Error(node.Start, $"'{first.Key.Text}' is no action", scope.Problems.Help(first.Key.Text, verbs));
        else
            scope.Problems.Error(node.Start, $"{node.What} stands where an action should", "an action begins with " + string.Join(", ", verbs.Select(verb => verb + ":")));
        return false;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["anyOf"] = new JsonArray([.. Actions.Select(action => (JsonNode)action.Shape.Schema(book))]) };

    private sealed class TurnOffShape : MappingShape<ProcedureAction>
    {
        private readonly Key<string> flag;

        public TurnOffShape()
            : base("turn-off", "a turn-off", "Turns a flag off for all; its re-arm gate turns it on again.") =>
            flag = Required("turn off", References.Flag, "The flag that is turned off for all.");

        protected override ProcedureAction? Make(Fields fields) => fields.TryGet(flag, out var name) ? new ProcedureAction.TurnOff(name) : null;
    }

    private sealed class RestoreShape : MappingShape<ProcedureAction>
    {
        public RestoreShape()
            : base("restore", "a restore", "Sets the exposure of the way back's target, settings included.") =>
            Required("restore", Words.OneOf("what is restored", ("exposure of target", true)), "Always: exposure of target.");

        protected override ProcedureAction? Make(Fields fields) => new ProcedureAction.RestoreExposure();
    }

    private sealed class SetShape : MappingShape<ProcedureAction>
    {
        private readonly Key<string> setting;
        private readonly Key<string> to;

        public SetShape()
            : base("set", "a setting's change", "Sets a setting; never to its looser side, which only a step may.")
        {
            setting = Required("set", References.Setting, "The setting that is changed.");
            to = Required("to", Words.Value, "Its new value.");
        }

        protected override ProcedureAction? Make(Fields fields) => fields.TryGet(setting, out var name) ? new ProcedureAction.SetSetting(name, fields.Or(to, "")) : null;
    }

    private sealed class NotifyShape : MappingShape<ProcedureAction>
    {
        private readonly Key<string> channel;
        private readonly Key<string> message;
        private readonly Key<string> say;
        private readonly Key<TimeSpan> followUp;
        private readonly Key<string> owner;

        public NotifyShape()
            : base("notify", "a notice", "Posts a message to a channel.")
        {
            channel = Required("notify", ChannelName.Shape, "The channel or audience.");
            message = Optional("message", new ReferenceShape(NameKind.Message), "The plan's message that is posted.");
            say = Optional("say", Template.Shape, "The text that is posted, where the plan has no message for it.");
            followUp = Optional("follow-up", Words.Duration, "By when the next message is promised.");
            owner = Optional("owner", References.Role, "The role that keeps that promise; the first that approves the phase if not given.");
        }

        protected override ProcedureAction? Make(Fields fields)
        {
            if (fields.Has(message) == fields.Has(say)) fields.Scope.Problems.Error(fields.Map.Start, "a notice says one thing", "write message: NAME or say: TEXT");
            if (fields.Has(owner) && !fields.Has(followUp)) fields.Scope.Problems.Error(fields.At(owner).Start, "there is no promise that somebody could keep", "add follow-up: 30m, or leave owner out");
            var text = fields.Find(message) is { } name ? fields.Scope.Messages.GetValueOrDefault(name, "") : fields.Or(say, "");
            return fields.TryGet(channel, out var where) ? new ProcedureAction.Notify(where, text, fields.FindValue(followUp)) { Owner = fields.Find(owner) } : null;
        }
    }

    private sealed class CaptureShape : MappingShape<ProcedureAction>
    {
        private readonly Key<ImmutableArray<string>> what;

        public CaptureShape()
            : base("capture", "a capture", "Keeps what things are now, as evidence.") =>
            what = Required(
                "capture", new ListShape<string>("a list of what is captured", Words.OneOf("what can be captured", ("flags", "flags"), ("metrics", "metrics"), ("alerts", "alerts"))),
                "What is kept: flags, metrics, alerts.");

        protected override ProcedureAction? Make(Fields fields) => new ProcedureAction.Capture(fields.Or(what, []));
    }

    private sealed class CallShape : MappingShape<ProcedureAction>
    {
        private readonly Key<string> link;

        public CallShape()
            : base("call", "a call", "Calls a webhook.") =>
            link = Required("call", Words.Link, "The address that is called.");

        protected override ProcedureAction? Make(Fields fields) => fields.TryGet(link, out var address) ? new ProcedureAction.CallWebhook(address) : null;
    }

    private sealed class OpenIncidentShape : MappingShape<ProcedureAction>
    {
        private readonly Key<string> severity;
        private readonly Key<string> title;
        private readonly Key<string> commander;

        public OpenIncidentShape()
            : base("open-incident", "an opened incident", "Opens an incident, with the tasks that the plan asks for at its severity.")
        {
            severity = Required("open incident", References.Severity, "Its severity, one of the plan's incidents.");
            title = Required("title", Template.Shape, "What it is about.");
            commander = Optional("commander", References.Role, "Who leads it; as the plan's incidents say if not given.");
        }

        protected override ProcedureAction? Make(Fields fields) =>
            fields.TryGet(severity, out var of) ? new ProcedureAction.OpenIncident(of, fields.Or(title, ""), fields.Find(commander)) : null;
    }

    private sealed class VerifyShape : MappingShape<ProcedureAction>
    {
        private readonly Key<Rule> verify;
        private readonly Key<TimeSpan> within;

        public VerifyShape()
            : base("verify", "a verification", "Waits until a criterion holds; after its time the action has failed, and the procedure goes on.")
        {
            verify = Required("verify", new RuleShape(), "The criterion that must come to hold.");
            within = Required("within", Words.Duration, "How long it is waited for.");
        }

        protected override ProcedureAction? Make(Fields fields) =>
            fields.TryGet(verify, out var rule) ? new ProcedureAction.Verify(rule.Text, rule.Criterion, fields.Or(within, TimeSpan.FromMinutes(10))) : null;
    }
}

/// <summary>Something a named role must do by a time.</summary>
internal sealed class TaskShape : MappingShape<ProcedureAction>
{
    private readonly Key<string> task;
    private readonly Key<string> owner;
    private readonly Key<TimeSpan> within;
    private readonly Key<DueDay> by;

    public TaskShape()
        : base("task", "a task", "Something a named role must do by a time.")
    {
        task = Required("task", Template.Shape, "What is to be done.");
        owner = Required("owner", References.Role, "The role that does it.");
        within = Optional("within", Words.Duration, "By when, from the beginning of its procedure or incident; without a deadline if not given.");
        by = Optional("by", new DueDayShape(), "By which day instead: 2026-02-27, or the next wednesday 15:00.");
    }

    protected override ProcedureAction? Make(Fields fields)
    {
        if (!fields.TryGet(task, out var what)) return null;
        if (fields.Has(within) && fields.Has(by)) fields.Scope.Problems.Error(fields.At(by).Start, "the task has two deadlines", "keep 'within' or 'by'");
        var due = fields.Find(by);
        return new ProcedureAction.AskTask(what, fields.Or(owner, ""), fields.FindValue(within)) { Next = due?.Next, On = due?.On };
    }
}
