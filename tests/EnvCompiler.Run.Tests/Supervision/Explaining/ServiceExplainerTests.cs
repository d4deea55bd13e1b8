using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Explaining;
using EnvCompiler.Run.Tests.Activation;

namespace EnvCompiler.Run.Tests.Supervision.Explaining;

public sealed class ServiceExplainerTests : IDisposable
{
    private static readonly BackendDefinition s_llamacpp = BackendCatalog.Find("llamacpp")!;
    private readonly Dictionary<string, VariableDefinition> vars = new(StringComparer.Ordinal);
    private BuiltEnvironment? built;

    private BuiltEnvironment Environment => built ??= new BuiltEnvironment(manifest => manifest with { Vars = new OrderedDictionary<string, VariableDefinition>(vars) });

    public void Dispose() => built?.Dispose();

    [Fact]
    public async Task Whatever_sources_have_a_variable_the_value_is_the_one_that_the_service_gets()
    {
        var service = Llm();
        var caller = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var inVars in (ReadOnlySpan<string>)["no", "default", "plain"])
        {
            for (var others = 0; others < 8; others++)
            {
                var name = $"V_{inVars}_{others}";
                names.Add(name);
                if (inVars != "no")
                    vars[name] = inVars == "default" ? new() { Default = "from vars default" } : new() { Value = "from vars" };
                if ((others & 1) != 0)
                    service.Settings[name] = "from settings";
                if ((others & 2) != 0)
                    caller[name] = "from caller";
                if ((others & 4) != 0)
                    service.Vars[name] = "from service";
            }
        }

        var explained = (await ExplainAsync(service, caller)).Variables.ToDictionary(variable => variable.Name);
        var activation = (await Environment.PrepareAsync([.. caller.Select(variable => (variable.Key, variable.Value))])).Value;
        var real = ServiceVariables.Of(service, new ServiceActivation
        {
            Generation = 1, Target = "t", TargetDirectory = "/t", Variables = activation.Variables, Defaulted = activation.Defaulted,
        });
        // One that only the caller has is none of the service's.
        Assert.All(names.Except(["V_no_0", "V_no_2"]), name => Assert.Equal((name, real[name]), (name, explained[name].Value)));
        Assert.DoesNotContain("V_no_2", explained.Keys);
    }

    [Fact]
    public async Task Every_value_has_its_source_and_what_it_stands_in_the_place_of()
    {
        vars["LLAMACPP_CTX_SIZE"] = new() { Default = "512" };
        vars["LLAMACPP_PARALLEL"] = new() { Value = "2" };
        var service = Llm();
        service.Settings["LLAMACPP_CTX_SIZE"] = "1024";
        service.Settings["LLAMACPP_PARALLEL"] = "4";
        service.Settings["LLAMACPP_PORT"] = "8081";
        service.Vars["LLAMACPP_METRICS"] = "true";
        var explained = await ExplainAsync(service, new Dictionary<string, string> { ["LLAMACPP_PORT"] = "9000" });
        Assert.Equal(
            $"llama-server -m {Environment.Layout.Directory}/models/m.gguf --host 127.0.0.1 -ngl auto -c 1024 -np 2 --port 9000 --metrics",
            string.Join(' ', explained.CommandLine!));
        Assert.Equal(
            [
                "_LLAMACPP_RESOLVED_MODEL_PATH ResolveModel",
                "LLAMACPP_HOST BackendDefault",
                "LLAMACPP_N_GPU_LAYERS BackendDefault",
                "LLAMACPP_CTX_SIZE Settings instead of 512 VarsDefault, 0 BackendDefault",
                "LLAMACPP_PARALLEL Vars instead of 4 Settings, -1 BackendDefault",
                "LLAMACPP_PORT Caller instead of 8081 Settings, 8080 BackendDefault",
                "LLAMACPP_METRICS ServiceVars",
                "LLAMACPP_MODEL Model",
                "LLAMACPP_MODEL_PATH Model",
            ],
            explained.Variables.Select(Text));
        Assert.Equal("http://127.0.0.1:9000", explained.Endpoint);
        Assert.Empty(explained.Problems);
    }

    [Fact]
    public async Task The_arguments_of_the_variables_make_the_command_line()
    {
        var service = Llm();
        service.Settings["LLAMACPP_FLASH_ATTN"] = "true";
        service.Settings["LLAMACPP_ALIAS"] = "a model";
        var explained = await ExplainAsync(service, []);
        Assert.Equal(explained.CommandLine!.Skip(1), explained.Variables.SelectMany(variable => variable.Arguments));
    }

    [Fact]
    public async Task A_unix_socket_has_no_port()
    {
        var service = Llm();
        service.Settings["LLAMACPP_HOST"] = "run/llm.sock";
        var explained = await ExplainAsync(service, []);
        Assert.Equal($"unix:{Environment.Layout.Directory}/run/llm.sock", explained.Endpoint);
        Assert.DoesNotContain("--port", explained.CommandLine!);
    }

    [Fact]
    public async Task No_secret_is_shown_read_or_made()
    {
        vars["LLAMACPP_API_KEY"] = new() { Secret = true, Generate = "hex32" };
        vars["URL"] = new() { Value = "http://u:${LLAMACPP_API_KEY}@h" };
        vars["TOKEN"] = new() { Secret = true };
        vars["GIVEN"] = new() { Secret = true };
        var explained = await ExplainAsync(Llm(), new Dictionary<string, string> { ["GIVEN"] = "given-value", ["LLAMACPP_API_KEY"] = "callers-value" });
        var json = JsonSerializer.Serialize(explained);
        Assert.DoesNotContain("given-value", json, StringComparison.Ordinal);
        Assert.DoesNotContain("callers-value", json, StringComparison.Ordinal);
        Assert.Equal(["TOKEN"], explained.MissingSecrets);
        var shown = explained.Variables.ToDictionary(variable => variable.Name);
        Assert.Equal(("***", VariableSource.Secret, "LLAMA_API_KEY"), (shown["LLAMACPP_API_KEY"].Value, shown["LLAMACPP_API_KEY"].Source, shown["LLAMACPP_API_KEY"].ExportedAs));
        Assert.Equal("http://u:***@h", shown["URL"].Value);
        Assert.False(Directory.Exists(Environment.Layout.Secrets));
    }

    [Fact]
    public async Task A_secret_of_the_engine_that_only_the_caller_has_is_not_shown_either()
    {
        var explained = await ExplainAsync(Llm(), new Dictionary<string, string> { ["LLAMACPP_API_KEY"] = "callers-value" });
        Assert.DoesNotContain("callers-value", JsonSerializer.Serialize(explained), StringComparison.Ordinal);
        Assert.Contains(explained.Variables, variable => variable is { Name: "LLAMACPP_API_KEY", Value: "***", Source: VariableSource.Caller });
    }

    [Fact]
    public async Task What_bash_expands_at_activation_is_shown_as_it_is_written()
    {
        vars["NOW"] = new() { Value = "$(date)" };
        var now = Assert.Single((await ExplainAsync(Command(), [])).Variables, variable => variable.Name == "NOW");
        Assert.Equal(("$(date)", true), (now.Value, now.NeedsShell));
    }

    [Fact]
    public async Task A_model_that_is_not_there_and_a_wrong_value_are_told()
    {
        var service = Llm();
        service.Vars["LLAMACPP_MODEL_PATH"] = "models/other.gguf";
        var missing = await ExplainAsync(service, []);
        Assert.Equal([$"there is no model file `{Environment.Layout.Directory}/models/other.gguf`"], missing.Problems);
        Assert.DoesNotContain("-m", missing.CommandLine!);

        var wrong = await ExplainAsync(Llm(), new Dictionary<string, string> { ["LLAMACPP_PORT"] = "x" });
        Assert.Equal(["`LLAMACPP_PORT` must be a whole number from 1024 to 65535, and is `x`"], wrong.Problems);
    }

    [Theory]
    [InlineData(0, "`gpu.count >= 1` does not hold, `gpu.count` is 0")]
    [InlineData(1, null)]
    public async Task Whether_its_condition_holds_is_told_for_the_GPUs_of_this_host(int gpus, string? refusal)
    {
        var service = Command() with { When = new Condition.NumberComparison(ConditionFact.GpuCount, ComparisonOperator.GreaterOrEqual, 1) };
        var explained = await ExplainAsync(service, [], gpus);
        Assert.Equal(("gpu.count >= 1", refusal), (explained.When, explained.NotStarted));
    }

    [Fact]
    public async Task A_service_with_a_command_of_its_own_has_its_text_and_its_variables()
    {
        vars["A"] = new() { Value = "1" };
        var explained = await ExplainAsync(Command(), []);
        Assert.Equal(("serve --port 1", null, "toplevel", null), (explained.Command, explained.Backend, explained.Group, explained.CommandLine));
        Assert.Equal(["A Vars"], explained.Variables.Select(Text));
    }

    [Fact]
    public async Task A_target_that_was_never_chosen_here_is_chosen_for_it_and_one_that_is_not_built_is_told()
    {
        WriteTable("cpu", "sm_90");
        var explained = await ExplainAsync(Command(), []);
        Assert.Equal((BuiltEnvironment.Cpu.ToString(), "this host has no NVIDIA GPU"), (explained.Target, explained.TargetReason));
        Assert.False(File.Exists(new HostFactsLayout(Environment.Layout.HostFacts(Environment.Host.HostName, Environment.Host.UserId)).Target));
        var refused = await Explainer([], gpus: 1).ExplainAsync(Environment.Live, "s", CancellationToken.None);
        Assert.Equal("ENVC0525", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public async Task Another_name_is_no_service() =>
        Assert.Null((await Explainer([], gpus: 0).ExplainAsync(Environment.Live, "other", CancellationToken.None)).Value);

    private ServiceSpec Llm()
    {
        var service = new ServiceSpec
        {
            Command = "exec /.envc/envc-run llamacpp-pipeline", Group = "toplevel", Backend = "llamacpp", Endpoint = s_llamacpp.Endpoint, Ready = s_llamacpp.Ready,
        };
        service.Vars["LLAMACPP_MODEL"] = "m";
        service.Vars["LLAMACPP_MODEL_PATH"] = "models/m.gguf";
        return service;
    }

    private static ServiceSpec Command() => new() { Command = "serve --port 1", Group = "toplevel" };

    private async Task<ExplainedService> ExplainAsync(ServiceSpec service, Dictionary<string, string> caller, int gpus = 0)
    {
        var own = string.Join(", ", service.Vars.Keys.Where(name => !name.StartsWith("LLAMACPP_MODEL", StringComparison.Ordinal)).Select(name => $"{name} = \"x\""));
        File.WriteAllText(
            Path.Combine(Environment.Live.Directory, "manifest.toml"), $"version = 1\n[services.s]\ncommand = \"true\"\nvars = {{ {own} }}\n");
        var graph = new ServiceGraph { Facts = ConditionFacts.Of(BuiltEnvironment.Cpu, HostPromise.None) };
        graph.Services.Add("s", service);
        File.WriteAllBytes(
            Path.Combine(Environment.Layout.TargetOf(Environment.Live.Number, BuiltEnvironment.Cpu), "services.json"),
            JsonSerializer.SerializeToUtf8Bytes(graph, EnvcJson.Default.ServiceGraph));
        Directory.CreateDirectory(Path.Combine(Environment.Layout.Directory, "models"));
        File.WriteAllText(Path.Combine(Environment.Layout.Directory, "models", "m.gguf"), "");
        return (await Explainer(caller, gpus).ExplainAsync(Environment.Live, "s", CancellationToken.None)).Value!;
    }

    [Fact]
    public async Task On_a_host_with_GPUs_of_two_kinds_a_service_is_explained_for_the_target_of_those_that_it_would_be_given()
    {
        WriteTable("sm_80", "sm_90");
        foreach (var accelerator in (ReadOnlySpan<string>)["sm_80", "sm_90"])
        {
            var target = new Target(BuiltEnvironment.Cpu.System, accelerator);
            var directory = Directory.CreateDirectory(Environment.Layout.TargetOf(Environment.Live.Number, target)).FullName;
            File.Copy(Path.Combine(Environment.Layout.TargetOf(Environment.Live.Number, BuiltEnvironment.Cpu), "activation.json"), Path.Combine(directory, "activation.json"));
            var graph = new ServiceGraph { Facts = ConditionFacts.Of(target, HostPromise.None) };
            foreach (var name in (ReadOnlySpan<string>)["first", "second"])
                graph.Services.Add(name, new ServiceSpec { Command = $"serve --for {accelerator}", Group = "toplevel", Gpus = new GpuRequest { Count = 1 } });
            File.WriteAllBytes(Path.Combine(directory, "services.json"), JsonSerializer.SerializeToUtf8Bytes(graph, EnvcJson.Default.ServiceGraph));
        }

        var explainer = new ServiceExplainer(Environment.Host, new Gpus(2) { SecondSm = 80 }, new NoVulkan(), BuiltEnvironment.Caller);
        var first = (await explainer.ExplainAsync(Environment.Live, "first", CancellationToken.None)).Value!;
        var second = (await explainer.ExplainAsync(Environment.Live, "second", CancellationToken.None)).Value!;

        Assert.Equal(($"{BuiltEnvironment.Cpu.System}/sm_90", "serve --for sm_90"), (first.Target, first.Command));
        Assert.Equal(($"{BuiltEnvironment.Cpu.System}/sm_80", "serve --for sm_80", "it is given GPU-1"), (second.Target, second.Command, second.TargetReason));
    }

    private void WriteTable(params string[] accelerators)
    {
        var table = new TargetTable();
        foreach (var accelerator in accelerators)
            table.Rows.Add($"{BuiltEnvironment.Cpu.System}/{accelerator}", new TargetRow());
        File.WriteAllBytes(
            Path.Combine(Environment.Live.Directory, "targets.json"), JsonSerializer.SerializeToUtf8Bytes(table, EnvcJson.Default.TargetTable));
    }

    private ServiceExplainer Explainer(Dictionary<string, string> caller, int gpus) =>
        new(Environment.Host, new Gpus(gpus), new NoVulkan(), new Dictionary<string, string>([.. BuiltEnvironment.Caller, .. caller]));

    private static string Text(ExplainedVariable variable) =>
        $"{variable.Name} {variable.Source}{(variable.Instead.Count == 0 ? "" : $" instead of {string.Join(", ", variable.Instead.Select(value => $"{value.Text} {value.Source}"))}")}";

    private sealed class Gpus(int count) : IGpuProbe
    {
        internal int SecondSm { get; init; } = 90;

        public Task<GpuProbeResult> ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<GpuInventory> InventoryAsync(CancellationToken cancellation) => Task.FromResult(new GpuInventory
        {
            Source = "nvml",
            Devices = [.. Enumerable.Range(0, count).Select(index => new GpuDevice { Index = index, CudaIndex = index, TotalMib = 1024, Sm = SmVersion.Of(index == 1 ? SecondSm : 90), Uuid = $"GPU-{index}", Name = "NVIDIA H200" })],
        });
    }

    private sealed class NoVulkan : IVulkanProbe
    {
        public VulkanInventory Look() => new() { Source = "files" };

        public Task<VulkanInventory> AskAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }
}
