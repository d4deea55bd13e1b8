using System.Text.Json;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Run.Steps;

/// <summary><c>envc-run steps JSON</c>: does the steps of a command where there is no shell, with the variables and in the directory that it is started with.</summary>
public static class StepsCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "steps";

    private const int Misused = 2;

    /// <summary>Does them.</summary>
    /// <returns>Exit code; where the last step is a program, the process becomes it.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var host = new ProcessStepHost();
        if (arguments is not [var text])
        {
            host.Complain($"usage: envc-run {Name} JSON");
            return Misused;
        }

        Step step;
        try
        {
            step = JsonSerializer.Deserialize(text, StepJson.Default.Step) ?? throw new JsonException("null is no step");
        }
        catch (JsonException e)
        {
            host.Complain($"not the steps of a command: {JsonText.Reason(e)}");
            return Misused;
        }

        return new StepRunner(host, OwnVariables.Read(), Environment.CurrentDirectory).Run(step);
    }
}
