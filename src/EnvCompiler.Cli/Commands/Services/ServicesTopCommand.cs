using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Cli.Terminal.Top;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services top</c>: a live view on a terminal, one table elsewhere.</summary>
public sealed class ServicesTopCommand : Command
{
    // Shares of processor time need two looks.
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(300);

    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> once = new("--once") { Description = "Print one table and end" };
    private readonly Option<bool> json = new("--json") { Description = "Print one look as JSON and end" };

    /// <summary>The command.</summary>
    public ServicesTopCommand(CliContext context)
        : base("top", "Shows live what services do and use; keys restart, stop and start them and follow their logs")
    {
        this.context = context;
        Add(directory);
        Add(once);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        var userInterface = context.UserInterface;
        if (!parsed.GetValue(once) && !parsed.GetValue(json) && userInterface.OutputIsTerminal() && !Console.IsInputRedirected)
        {
            using var session = new TopSession(context, layout);
            return (await session.LookAsync(cancellation)).TryGet(out var first, out problems) ? await session.RunAsync(first) : context.Fail(problems);
        }

        using var sampler = new TopSampler(layout, context.Time);
        if (!(await sampler.LookAsync(cancellation)).TryGet(out var shown, out problems))
            return context.Fail(problems);
        await Task.Delay(s_betweenLooks, context.Time, cancellation);
        if (!(await sampler.LookAsync(cancellation)).TryGet(out shown, out problems))
            return context.Fail(problems);
        if (parsed.GetValue(json))
            userInterface.Output.WriteLine(JsonSerializer.Serialize(shown, CliJson.Default.TopSnapshot));
        else
            WriteLines(userInterface.Output, TopView.Plain(shown, userInterface.OutputIsTerminal() ? FullScreen.Width : int.MaxValue));
        return ExitCodes.Done;
    }

    private static void WriteLines(TextWriter output, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            output.WriteLine(line);
    }
}
