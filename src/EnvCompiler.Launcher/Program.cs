Console.WriteLine("envc-run");
