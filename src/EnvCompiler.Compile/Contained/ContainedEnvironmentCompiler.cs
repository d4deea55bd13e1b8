using System.Text.Json;
using EnvCompiler.Compile.Steps;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Contained;

/// <summary>
/// One target of a generation to the files of <c>/.envc/environment</c>: its commands are lowered to steps (docs/design/steps.md), and what cannot be is said, because it
/// brings a shell. Pure: from the generation's own files, so that nothing is compiled anew.
/// </summary>
/// <param name="name">The environment's name.</param>
/// <param name="number">The generation's number.</param>
/// <param name="target"><c>SYSTEM/ACCELERATOR</c>.</param>
public sealed class ContainedEnvironmentCompiler(string name, int number, string target)
{
    private readonly List<CommandWithShell> withShell = [];

    /// <summary>Compiles.</summary>
    /// <param name="spec">The target's <c>activation.json</c>.</param>
    /// <param name="graph">The target's <c>services.json</c>.</param>
    /// <param name="table">The generation's <c>targets.json</c>, or null.</param>
    /// <param name="hook">Texts of <c>hook/on-activate</c> and <c>hook/on-deactivate</c>; null for those that are not there.</param>
    public ContainedFiles Compile(ActivationSpec spec, ServiceGraph graph, TargetTable? table, (string? OnActivate, string? OnDeactivate) hook)
    {
        var environment = new ContainedEnvironment
        {
            Name = name,
            Description = spec.Description,
            Generation = number,
            Target = target,
            Targets = table,
            Variables = [.. spec.Vars.Select(Variable)],
            OnActivate = hook.OnActivate is { } onActivate ? Lower("`hook.on-activate`", onActivate) : null,
            OnDeactivate = hook.OnDeactivate is { } onDeactivate ? Lower("`hook.on-deactivate`", onDeactivate) : null,
            Services = graph,
            Commands = [.. graph.Services.SelectMany(CommandsOf).DistinctBy(command => command.Text, StringComparer.Ordinal)],
        };
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [ContainedLayout.File] = JsonSerializer.SerializeToUtf8Bytes(environment, EnvcJson.Default.ContainedEnvironment),
        };
        if (environment.OnActivate is { Steps: null } shell)
        {
            files["hook/on-activate"] = System.Text.Encoding.UTF8.GetBytes(shell.Text);
            files["hook/capture"] = System.Text.Encoding.UTF8.GetBytes(Template.Render("capture.bash"));
        }

        return new ContainedFiles(environment, files, withShell);
    }

    private IEnumerable<ContainedCommand> CommandsOf(KeyValuePair<string, ServiceSpec> service)
    {
        var (owner, spec) = (service.Key, service.Value);
        yield return Lower($"`services.{owner}.command`", spec.Command);
        if (spec.Shutdown.Command is { } shutdown)
            yield return Lower($"`services.{owner}.shutdown.command`", shutdown);
        foreach (var (probe, text) in new[] { ("startup", spec.Startup), ("ready", spec.Ready), ("live", spec.Live) }.Select(each => (each.Item1, each.Item2?.Command)))
        {
            if (text is not null)
                yield return Lower($"`services.{owner}.{probe}.command`", text);
        }
    }

    private ContainedVariable Variable(ActivationVariable variable)
    {
        if (!variable.NeedsShell)
            return new ContainedVariable(variable);
        var lowered = CommandLowering.Lower($"export {ContainedVariable.ValueName}={ShellText.DoubleQuote(variable.Value ?? variable.Default ?? "")}");
        if (lowered.Reason is { } reason)
            withShell.Add(new CommandWithShell($"`vars.{variable.Name}`", reason));
        return new ContainedVariable(variable) { Steps = lowered.Step };
    }

    private ContainedCommand Lower(string what, string text)
    {
        var lowered = CommandLowering.Lower(text);
        if (lowered.Reason is { } reason)
            withShell.Add(new CommandWithShell(what, reason));
        return new ContainedCommand(text) { Steps = lowered.Step };
    }
}
