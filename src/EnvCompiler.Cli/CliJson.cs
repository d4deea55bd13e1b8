using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Commands.Generations;
using EnvCompiler.Cli.Commands.Includes;
using EnvCompiler.Cli.Pipeline.Including;
using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Containers;
using EnvCompiler.Cli.Terminal.Top;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Explaining;
using EnvCompiler.Resolve.Inspecting;
using EnvCompiler.Resolve.Publishing;
using EnvCompiler.Resolve.Searching;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Explaining;
using EnvCompiler.Store.Surveying;
using EnvCompiler.Store.Verifying;

namespace EnvCompiler.Cli;

/// <summary>JSON that commands print with <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(CheckResult[]))]
[JsonSerializable(typeof(ArtifactFacts))]
[JsonSerializable(typeof(ConfigurationSetting[]))]
[JsonSerializable(typeof(ContainerizeReport))]
[JsonSerializable(typeof(ExplainedPackage[]))]
[JsonSerializable(typeof(ExplainedService))]
[JsonSerializable(typeof(FoundPackage[]))]
[JsonSerializable(typeof(GarbageReport))]
[JsonSerializable(typeof(GenerationDiff))]
[JsonSerializable(typeof(GpuInventory))]
[JsonSerializable(typeof(HistoryEntry[]))]
[JsonSerializable(typeof(IncludeChange[]))]
[JsonSerializable(typeof(InspectionReport[]))]
[JsonSerializable(typeof(ListedAlternative[]))]
[JsonSerializable(typeof(ListedEnvironment[]))]
[JsonSerializable(typeof(ListedGeneration[]))]
[JsonSerializable(typeof(ListedInclude[]))]
[JsonSerializable(typeof(ListedPackage[]))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(LockChange[]))]
[JsonSerializable(typeof(ServiceStatus[]))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(TopSnapshot))]
[JsonSerializable(typeof(IReadOnlyList<SurveyedPackage>))]
[JsonSerializable(typeof(VerificationReport))]
internal sealed partial class CliJson : JsonSerializerContext;
