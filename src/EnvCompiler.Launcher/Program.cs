using EnvCompiler.Host.Processes;
using EnvCompiler.Launcher;
using EnvCompiler.Run.Backends;
using EnvCompiler.Run.Contained;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Steps;
using EnvCompiler.Run.Supervision;

// One small program for everything that runs beside a model server: named by its first argument.
// A backend's script is a link to it in images: named by argv[0] then.
var called = CalledAs.Of(args);
return called switch
{
    [ForegroundCommand.Name, ..] when InitProcess.IsThis => InitProcess.Run(args),
    [ForegroundCommand.Name, .. var rest] => await ForegroundCommand.RunAsync(rest),
    [ProbeCommand.Name, .. var rest] => await ProbeCommand.RunAsync(rest),
    [SuperviseCommand.Name, .. var rest] => await SuperviseCommand.RunAsync(rest),
    [StepsCommand.Name, .. var rest] => StepsCommand.Run(rest),
    [VulkanDevicesCommand.Name] => VulkanDevicesCommand.Run(),
    [var script, .. var rest] when BackendCommand.Knows(script) => await BackendCommand.RunAsync(script, rest),
    _ => Usage(),
};

static int Usage()
{
    StandardStream.Error.WriteLine($"usage: envc-run {SuperviseCommand.Name} ENVIRONMENT RUN-DIRECTORY | {ForegroundCommand.Name} [SERVICE…] | {ProbeCommand.Name} SERVICE | {StepsCommand.Name} JSON | {VulkanDevicesCommand.Name}");
    return 2;
}
