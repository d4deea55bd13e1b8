namespace EnvCompiler.Compile.Activation;

/// <summary>A step of a backend that gets a script of its own.</summary>
/// <param name="Name">Script name, e.g. <c>llamacpp-serve</c>.</param>
/// <param name="Backend">Backend name.</param>
/// <param name="Group">Group whose root it runs in when it is called from outside.</param>
internal sealed record BackendScript(string Name, string Backend, string Group);
