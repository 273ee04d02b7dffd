module example.com/tune

go 1.24
